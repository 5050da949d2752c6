using Prunella.Cli.Client;
using Prunella.Cli.Demo;
using Prunella.Cli.Output;
using Prunella.Runtime.Views;

namespace Prunella.Cli.Tour;

/// <summary>Runs the tour: wait until all is well, a control period, five faults one after another, a report.</summary>
internal sealed class TourRun(DemoSession session, TourOptions options, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private const int QuietWindows = 10;

    private readonly FaultSwitch _faults = new(session.Folder);
    private readonly LoadReadings _load = new(session.LoadFile);

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        Say($"seed {options.Seed}; page {session.PageUrl}; data {session.Folder.Root}");
        if (!await WaitForBaselineAsync(Patience, cancellation))
            throw new CommandFailedException(ExitCode.Negative, "the demo did not come to rest without any fault.", $"read {session.Folder.Logs}");

        var quietOnly = options.Quiet > TimeSpan.Zero;
        var control = quietOnly ? options.Quiet : options.Control;
        Say($"control period of {control.TotalSeconds:0} s without a fault ...");
        var controlActions = await ControlAsync(control, cancellation);
        Say($"control: {controlActions} actions");

        var reports = new List<FaultReport>();
        foreach (var fault in quietOnly ? [] : FaultPlan.Draw(options.Seed))
        {
            var report = await OneAsync(fault, cancellation);
            Say(Line(report));
            reports.Add(report);
        }
        var whole = new TourReport(1, options.Seed, control.TotalSeconds, controlActions, reports);
        if (options.Json) Json.Write(whole);
        else TourTable.Write(whole);
        return controlActions == 0 && reports.All(r => r.Healed) ? ExitCode.Done : ExitCode.Negative;
    }

    private async Task<long> ControlAsync(TimeSpan control, CancellationToken cancellation)
    {
        var start = Now();
        await Task.Delay(control, time, cancellation);
        return (await AskAsync(c => c.ActionsAsync(start, cancellation))).Count;
    }

    private async Task<FaultReport> OneAsync(PlannedFault fault, CancellationToken cancellation)
    {
        Say($"{fault.Fault} on {fault.Target} ...");
        var injected = Now();
        _faults.Inject(fault.Target, fault.Kind);
        var story = await WatchAsync(fault, injected, cancellation);
        var cleared = Now();
        if (fault.Clearable) _faults.Clear(fault.Target);
        var baseline = await WaitForBaselineAsync(Patience, cancellation);

        var mitigated = Mitigation.Find(_load.Buckets, injected, cleared);
        var actions = await AskAsync(c => c.ActionsAsync(injected, cancellation));
        if (story is not null) story = await AskAsync(c => c.IncidentAsync(story.Summary.Id, cancellation));
        return new FaultReport(
            fault.Fault,
            fault.Target,
            Seconds(story?.Summary.OpenedUnixNanos, injected),
            Seconds(mitigated, injected),
            Mitigation.NotGood(_load.Buckets, injected, mitigated ?? cleared),
            _load.Buckets.Where(b => b.At >= injected && b.At < cleared).Sum(b => b.Degraded),
            string.Join(", ", story?.Remediations.Select(r => r.Recipe) ?? []),
            story is null ? "" : FaultWatch.Verification(story),
            story?.Remediations.Select(r => r.LeaseNanos / 1e9).DefaultIfEmpty(0).Max() ?? 0,
            FaultWatch.FalseActions(actions, fault),
            baseline);
    }

    /// <summary>Waits until the remedy is judged and users were served well for ten seconds, the fault still
    /// there.</summary>
    private async Task<IncidentStory?> WatchAsync(PlannedFault fault, long injected, CancellationToken cancellation)
    {
        IncidentStory? story = null;
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < Patience)
        {
            await Task.Delay(Look, time, cancellation);
            _load.Refresh();
            var incident = FaultWatch.Find(await AskAsync(c => c.IncidentsAsync(cancellation)), fault, injected);
            if (incident is not null) story = await AskAsync(c => c.IncidentAsync(incident.Id, cancellation));
            if (story is not null && FaultWatch.IsJudged(story)
                && Mitigation.Find(_load.Buckets, injected, Now()) is not null) break;
        }
        return story;
    }

    /// <summary>True when nothing is open, in force or out of the traffic, and users are served well.</summary>
    private async Task<bool> WaitForBaselineAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < patience)
        {
            await Task.Delay(Look, time, cancellation);
            _load.Refresh();
            var status = await AskAsync(c => c.StatusAsync(cancellation));
            var atRest = status.OpenIncidents.Count == 0 && status.Remediations.Count == 0
                && status.Services.SelectMany(s => s.Instances)
                    .All(i => i.Out.Length == 0 && i.Health != Contracts.Health.Unhealthy);
            if (atRest && Mitigation.IsQuiet(_load.Buckets, QuietWindows)) return true;
        }
        return false;
    }

    private async Task<T> AskAsync<T>(Func<HealerClient, Task<T>> ask)
    {
        using var client = session.TryClient() ?? throw new CommandFailedException(
            ExitCode.Unreachable, "the healer is away; the tour cannot go on.", $"read {session.Folder.Logs}/healer.log");
        return await ask(client);
    }

    private void Say(string line) => (options.Json ? Console.Error : Console.Out).WriteLine(line);

    private static string Line(FaultReport r) =>
        $"  {(r.Healed ? "healed" : "NOT HEALED")}: detected after {Texts.Seconds(r.DetectedAfterSeconds)}, mitigated after {Texts.Seconds(r.MitigatedAfterSeconds)}, "
        + $"{r.RequestsFailed} requests failed, by {(r.Remedy.Length > 0 ? r.Remedy : "nothing")}; {r.Verification}; {r.FalseActions} false actions"
        + (r.ReturnedToBaseline ? "" : "; NOT back at baseline");

    private long Now() => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;

    private static double? Seconds(long? at, long from) =>
        at is { } t ? Math.Round(Math.Max(0, t - from) / 1e9, 2) : null;
}
