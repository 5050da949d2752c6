using System.Threading.Channels;

using Microsoft.Extensions.Time.Testing;

using Prunella.Contracts;
using Prunella.Runtime.Configuration;
using Prunella.Senses.Probes;

namespace Prunella.Senses.Tests.Probes;

/// <summary>
/// Probes keep their beat: no drift, no overlap, no backlog, and one that hangs delays no other.
/// </summary>
public sealed class ProbeSchedulerTests
{
    private const long Interval = Some.Second / 2;

    /// <summary>Unlike any wait between beats, so that the clock can tell the two apart.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(437);

    private readonly BeatClock _clock = new(Timeout);
    private readonly KeepingSink _sink = new();

    [Fact]
    public async Task Beats_stay_on_their_grid_however_long_an_answer_takes()
    {
        var probe = new HandProbe();
        await using var scheduler = Start(_ => probe, "a");
        var times = new List<long>();
        for (var i = 0; i < 4; i++)
        {
            _clock.Advance(await _clock.ArmedAsync());
            times.Add(await probe.AskedAsync(_clock));
            _clock.Advance(TimeSpan.FromMilliseconds(10 + 100 * i));
            probe.Answer(ProbeOutcome.Ok);
        }
        Assert.Equal([Interval, Interval, Interval], times.Zip(times.Skip(1), (before, after) => after - before));
        Assert.Equal(0, scheduler.Skipped);
    }

    [Fact]
    public async Task A_silent_instance_times_out_and_the_next_beat_is_on_time()
    {
        var probe = new HandProbe();
        await using var scheduler = Start(_ => probe, "a");
        _clock.Advance(await _clock.ArmedAsync());
        var first = await probe.AskedAsync(_clock);
        _clock.Advance(Timeout);
        _clock.Advance(await _clock.ArmedAsync());
        Assert.Equal(first + Interval, await probe.AskedAsync(_clock));
        Assert.Equal(ProbeOutcome.TimedOut, _sink.Probes[0].Outcome);
        Assert.Equal(Timeout.Ticks * 100, _sink.Probes[0].DurationNanos);
    }

    [Fact]
    public async Task Missed_beats_are_left_out_and_a_starved_prober_blames_nobody()
    {
        var probe = new HandProbe();
        await using var scheduler = Start(_ => probe, "a");
        _clock.Advance(await _clock.ArmedAsync());
        var first = await probe.AskedAsync(_clock);
        _clock.Advance(TimeSpan.FromMilliseconds(1_620));
        _clock.Advance(await _clock.ArmedAsync());
        Assert.Equal(first + 4 * Interval, await probe.AskedAsync(_clock));
        Assert.Equal(3, scheduler.Skipped);
        Assert.Equal(ProbeOutcome.Unknown, _sink.Probes[0].Outcome);
    }

    [Fact]
    public async Task One_that_hangs_delays_no_other()
    {
        var (silent, well) = (new HandProbe(), new HandProbe());
        await using var scheduler = Start(name => name == "silent" ? silent : well, "silent", "well");
        await _clock.ArmedAsync();
        await _clock.ArmedAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        await silent.AskedAsync(_clock);
        await well.AskedAsync(_clock);
        well.Answer(ProbeOutcome.Ok);
        await _clock.ArmedAsync();
        Assert.Equal("well", Assert.Single(_sink.Probes).Instance.Name);
        Assert.Equal(0, silent.Overlaps);
    }

    [Fact]
    public async Task Offsets_are_spread_and_the_same_after_a_restart()
    {
        var names = Enumerable.Range(0, 20).Select(i => "i" + i).ToArray();
        var first = await OffsetsAsync(names);
        Assert.Equal(first, await OffsetsAsync(names));
        Assert.True(first.Distinct().Count() > 15, string.Join(",", first));
    }

    [Fact]
    public async Task Stopping_gives_up_a_probe_without_a_result()
    {
        var probe = new HandProbe();
        var scheduler = Start(_ => probe, "a");
        _clock.Advance(await _clock.ArmedAsync());
        await probe.AskedAsync(_clock);
        await scheduler.DisposeAsync();
        Assert.Empty(_sink.Probes);
    }

    private static async Task<List<TimeSpan>> OffsetsAsync(string[] names)
    {
        var clock = new BeatClock(Timeout);
        await using var scheduler = new ProbeScheduler(new KeepingSink(), clock, new NoLog(), (_, _) =>
            new HandProbe());
        scheduler.Start([.. names.Select(Setup)]);
        var waits = new List<TimeSpan>();
        foreach (var _ in names) waits.Add(await clock.ArmedAsync());
        return [.. waits.Order()];
    }

    private ProbeScheduler Start(Func<string, IProbe> probe, params string[] names)
    {
        var scheduler = new ProbeScheduler(_sink, _clock, new NoLog(), (instance, _) => probe(instance.Id.Name));
        scheduler.Start([.. names.Select(Setup)]);
        return scheduler;
    }

    private static InstanceSetup Setup(string name) => new(
        new InstanceId(new ServiceId("s"), name), Place.Unknown, new Uri("http://127.0.0.1:1"),
        [new ProbeSetup(ProbeKind.Tcp, "", Interval, Timeout.Ticks * 100)], null);

    /// <summary>A clock that says when a loop waits for its next beat, and how long.</summary>
    private sealed class BeatClock(TimeSpan timeout) : FakeTimeProvider
    {
        private readonly Channel<TimeSpan> _armed = Channel.CreateBounded<TimeSpan>(1_000);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime != timeout && dueTime > TimeSpan.Zero) _armed.Writer.TryWrite(dueTime);
            return timer;
        }

        public ValueTask<TimeSpan> ArmedAsync() => _armed.Reader.ReadAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A probe that answers when the test says so.</summary>
    private sealed class HandProbe : IProbe
    {
        private readonly Channel<bool> _asked = Channel.CreateBounded<bool>(1_000);
        private TaskCompletionSource<ProbeOutcome> _answer = new();
        private int _running;

        public int Overlaps { get; private set; }

        public async Task<ProbeOutcome> AskAsync(CancellationToken cancellation)
        {
            if (Interlocked.Increment(ref _running) > 1) Overlaps++;
            _answer = new TaskCompletionSource<ProbeOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            _asked.Writer.TryWrite(true);
            try
            {
                return await _answer.Task.WaitAsync(cancellation);
            }
            finally
            {
                Interlocked.Decrement(ref _running);
            }
        }

        public void Answer(ProbeOutcome outcome) => _answer.SetResult(outcome);

        /// <summary>Nanoseconds at which it was asked.</summary>
        public async Task<long> AskedAsync(FakeTimeProvider clock)
        {
            await _asked.Reader.ReadAsync(TestContext.Current.CancellationToken);
            return (clock.GetUtcNow() - clock.Start).Ticks * 100;
        }
    }
}
