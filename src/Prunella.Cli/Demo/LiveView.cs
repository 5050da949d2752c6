using Prunella.Cli.Output;
using Prunella.Runtime.Views;

using Spectre.Console;

namespace Prunella.Cli.Demo;

/// <summary>The terminal while a demo runs: a live picture, or on a pipe one line per change.</summary>
internal sealed class LiveView(DemoSession session, TimeProvider time)
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(500);

    public async Task ShowAsync(CancellationToken cancellation)
    {
        if (Console.IsOutputRedirected) await LinesAsync(cancellation);
        else await PictureAsync(cancellation);
    }

    private async Task PictureAsync(CancellationToken cancellation)
    {
        var last = "";
        await AnsiConsole.Live(new Text("starting ...")).AutoClear(true).StartAsync(async live =>
        {
            while (!cancellation.IsCancellationRequested)
            {
                var status = await StatusAsync(cancellation);
                // The last good picture stays readable while the healer is away.
                if (status is not null) live.UpdateTarget(new Rows(StatusTables.Whole(status), Footer()));
                else live.UpdateTarget(new Markup($"[yellow]the healer is away; the gateway and the shop go on.[/] {Markup.Escape(last)}"));
                last = status is null ? last : $"Last heard of it at {Texts.Clock(status.AtUnixNanos)}. 'prunella up -c samples/Shop/policies --data {session.Folder.Root}' takes over.";
                await WaitAsync(cancellation);
            }
        });
    }

    private async Task LinesAsync(CancellationToken cancellation)
    {
        var said = "";
        while (!cancellation.IsCancellationRequested)
        {
            var status = await StatusAsync(cancellation);
            var line = status is null ? "the healer is away" : Line(status);
            if (line != said) await Console.Out.WriteLineAsync(line.AsMemory(), CancellationToken.None);
            said = line;
            await WaitAsync(cancellation);
        }
    }

    private async Task<FleetStatus?> StatusAsync(CancellationToken cancellation)
    {
        try
        {
            using var client = session.TryClient();
            return client is null ? null : await client.StatusAsync(cancellation);
        }
        catch (Exception e) when (e is CommandFailedException or OperationCanceledException)
        {
            return null;
        }
    }

    private async Task WaitAsync(CancellationToken cancellation) =>
        await Task.Delay(Refresh, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static string Line(FleetStatus status)
    {
        var incidents = string.Join(" ", status.OpenIncidents.Select(i => $"{i.Id}:{i.Suspect?.Text ?? "?"}"));
        var remedies = string.Join(" ", status.Remediations.Select(r => $"{r.Id}:{r.Recipe}:{Texts.Word(r.State)}"));
        return $"incidents [{incidents}] remedies [{remedies}] actions {status.ActionsTotal}{(status.Freeze is null ? "" : " FROZEN")}";
    }

    private Markup Footer() => new(
        $"[grey]page {session.PageUrl}   break something from a second terminal: prunella fault inject checkout-2 slow=400ms   Ctrl-C stops everything[/]");
}
