using System.CommandLine;
using System.Globalization;

using Prunella.Cli.Client;
using Prunella.Cli.Demo;
using Prunella.Cli.Tour;
using Prunella.Runtime.DataFolder;

namespace Prunella.Cli.Commands;

/// <summary>A small real shop, its healer, and a live view or a tour without a person.</summary>
internal static class DemoCommand
{
    private sealed record Options(
        Option<string?> Data, Option<string> Output, Option<int> Rate, Option<bool> Tour, Option<int> Seed,
            Option<int> Control, Option<int> Quiet);

    public static Command Create()
    {
        var options = new Options(
            new("--data") { Description = "data folder; default: demo under the state folder, for the tour a fresh one" },
            CommonOptions.Output(),
            new("--rate") { Description = "requests per second to checkout", DefaultValueFactory = _ => 120 },
            new("--tour") { Description = "five faults, one after another, judged by the load generator; exit code 0 when all were healed" },
            new("--seed") { Description = "draws targets and order of the tour's faults", DefaultValueFactory = _ => 1 },
            new("--control") { Description = "seconds without a fault before the tour's first", DefaultValueFactory = _ => 60 },
            new("--quiet-run") { Description = "only run so many seconds without any fault and count the actions taken" });
        var command = new Command("demo", "Start a small real shop with its healer, on loopback. Ctrl-C stops everything.")
        {
            options.Data, options.Output, options.Rate, options.Tour, options.Seed, options.Control, options.Quiet,
        };
        Bound(options.Rate, 1, 5000, "requests per second");
        Bound(options.Control, 10, 3600, "seconds");
        Bound(options.Quiet, 1, 86400, "seconds");
        command.SetAction((parsed, cancellation) => RunAsync(parsed, options, cancellation));
        return command;
    }

    private static void Bound(Option<int> option, int least, int most, string unit) => option.Validators.Add(result =>
    {
        // The parser's own complaint of what is no number comes later, and asking for the value before it would throw.
        var said = result is { Implicit: false, Tokens: [var token, ..] } ? token.Value : null;
        if (!int.TryParse(said, CultureInfo.InvariantCulture, out var value)) return;
        if (value < least || value > most) result.AddError($"{option.Name} takes {least} to {most} {unit}.");
    });

    private static async Task<int> RunAsync(ParseResult parsed, Options options, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var alone = parsed.GetValue(options.Tour) || parsed.GetValue(options.Quiet) > 0;
        var named = parsed.GetValue(options.Data);
        var folder = alone && named is null
            ? new HealerFolder(Directory.CreateTempSubdirectory("prunella-tour-").FullName)
            : DataFolderChoice.ForStart(named, "demo");
        try
        {
            await using var session = await DemoSession.StartAsync(new DemoOptions(folder,
                parsed.GetValue(options.Rate)), time, cancellation);
            if (!alone) return await WatchAsync(session, time, cancellation);
            var settings = new TourOptions(
                parsed.GetValue(options.Seed), TimeSpan.FromSeconds(parsed.GetValue(options.Control)),
                TimeSpan.FromSeconds(parsed.GetValue(options.Quiet)), parsed.GetValue(options.Output) == "json");
            var code = await new TourRun(session, settings, time).RunAsync(cancellation);
            await Console.Error.WriteLineAsync($"prunella: journal and logs are in {folder.Root}");
            return code;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
    }

    private static async Task<int> WatchAsync(DemoSession session, TimeProvider time, CancellationToken cancellation)
    {
        await Console.Error.WriteLineAsync($"page {session.PageUrl}   data {session.Folder.Root}   gateway {session.GatewayUrl}");
        await new LiveView(session, time).ShowAsync(cancellation);
        await Console.Error.WriteLineAsync("stopping everything ...");
        return ExitCode.Done;
    }
}
