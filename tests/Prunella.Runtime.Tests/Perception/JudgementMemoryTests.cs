using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

using Prunella.Contracts;
using Prunella.Detection;
using Prunella.Diagnosis;
using Prunella.Kernel.Policies;
using Prunella.Runtime.Loop;
using Prunella.Runtime.Perception;
using Prunella.Runtime.Tests.Loop;

namespace Prunella.Runtime.Tests.Perception;

/// <summary>A healer that is started again goes on with the error budget of the one before; a file that cannot be read
/// stops nobody.</summary>
public sealed class JudgementMemoryTests : IDisposable
{
    private const long Minute = 60 * Some.Second;
    private readonly string _folder = Directory.CreateTempSubdirectory("prunella-memory-").FullName;
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddTicks(Some.Start / 100));
    private readonly HealerMetrics _metrics = new();

    public void Dispose()
    {
        _metrics.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string File => Path.Combine(_folder, "judgement.state");

    [Fact]
    public async Task A_restart_does_not_forget_a_budget()
    {
        using (var first = Perception(out var before))
        {
            await first.StartAsync(CancellationToken.None);
            await first.StopAsync(CancellationToken.None);
            Assert.True(System.IO.File.Exists(File));
            Feed(before, minutes: 70);
            await first.StopAsync(CancellationToken.None);
        }

        using var second = Perception(out var after);
        await second.StartAsync(CancellationToken.None);
        await second.StopAsync(CancellationToken.None);
        after.Tick(Some.Start + 70 * Minute);

        // Told at the first look: the hour before was seen by the healer before.
        Assert.Contains(after.Current(), v => v is { Detector: "burn-rate", Objective: "month", Health: Health.Unhealthy });
    }

    [Fact]
    public async Task A_damaged_file_is_told_and_replaced()
    {
        await System.IO.File.WriteAllTextAsync(File, "no budget, and long enough to be looked at", TestContext.Current.CancellationToken);
        var log = new ListLog();
        var memory = new JudgementMemory(File, new FleetJudgement(Detection(), new FleetDiagnosis()), log);

        memory.Recall();
        Assert.Contains(log.Lines, l => l.Contains(File, StringComparison.Ordinal) && l.Contains("begin anew", StringComparison.Ordinal));

        await memory.StopAsync();
        log.Lines.Clear();
        memory.Recall();
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task It_is_kept_once_a_minute()
    {
        var memory = new JudgementMemory(File, new FleetJudgement(Detection(), new FleetDiagnosis()), NullLogger.Instance);
        memory.KeepWhenDue(Some.Start);
        memory.KeepWhenDue(Some.Start + Minute - 1);
        Assert.False(System.IO.File.Exists(File));

        memory.KeepWhenDue(Some.Start + Minute);
        // It never read the file, so it does not write a last time either: what is there came from the minute.
        await memory.StopAsync();
        Assert.True(System.IO.File.Exists(File));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told_and_stops_nobody()
    {
        var log = new ListLog();
        var memory = new JudgementMemory(Path.Combine(_folder, "gone", "judgement.state"), new FleetJudgement(Detection(), new FleetDiagnosis()), log);

        memory.Recall();
        await memory.StopAsync();

        Assert.Contains(log.Lines, l => l.Contains("could not be written", StringComparison.Ordinal));
    }

    private static PolicySet Policies() => Some.Policies() with
    {
        Policies =
        [
            new Policy(
                "month", new ServiceId("shop"), new Objective(SignalKind.Errors, 990, 0, 0, 0, Budget: new ErrorBudget(1000, 30 * 24 * 60 * Minute, ErrorBudget.Usual)),
                [], new GuardrailRules(340, 500, 0, Minute, new ActionBudget(6, 60 * Minute), Some.Second), Mode.Observe, "", ""),
        ],
    };

    private static FleetDetection Detection()
    {
        var detection = new FleetDetection();
        new FleetJudgement(detection, new FleetDiagnosis()).Configure(Policies());
        return detection;
    }

    private static void Feed(FleetDetection detection, int minutes)
    {
        var id = SeriesId.Of("errors");
        for (var at = Some.Start + Minute; at <= Some.Start + minutes * Minute; at += Minute)
        {
            detection.Tick(at);
            var batch = new SampleBatch();
            batch.Descriptions.Add(new(id, Subject.Of(new ServiceId("shop")), SignalKind.Errors, Witness.Gateway, "x", ""));
            batch.Ratios.Add(new RatioSample(id, at, 50, 1000));
            detection.Observe(batch);
        }
    }

    private FleetPerception Perception(out FleetDetection detection)
    {
        detection = new FleetDetection();
        return new FleetPerception(
            new FleetJudgement(detection, new FleetDiagnosis()), Policies(), new LoopInbox(_time), new LoopClock(_time), _metrics, NullLogger.Instance)
        {
            MemoryFile = File,
        };
    }

    private sealed class ListLog : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
