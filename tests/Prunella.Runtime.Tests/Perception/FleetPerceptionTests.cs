using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

using Prunella.Contracts;
using Prunella.Kernel.Inputs;
using Prunella.Runtime.Loop;
using Prunella.Runtime.Perception;
using Prunella.Runtime.Tests.Loop;

namespace Prunella.Runtime.Tests.Perception;

/// <summary>Keeps the promises of perception: floods are shed with a count, and the loop is told only what changed.</summary>
public sealed class FleetPerceptionTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddTicks(Some.Start / 100));
    private readonly FakeJudgement _judgement = new();
    private readonly HealerMetrics _metrics = new();
    private LoopInbox _inbox;
    private FleetPerception _perception;

    public FleetPerceptionTests()
    {
        _inbox = new LoopInbox(_time);
        _perception = Perception();
    }

    public void Dispose()
    {
        _perception.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public void Is_set_up_from_the_documents() => Assert.Single(_judgement.Configured!.Services);

    [Fact]
    public void Gives_everything_that_senses_bring_to_judgement()
    {
        Assert.True(_perception.Sink.Accept(new SampleBatch()));
        Assert.True(_perception.Sink.Accept(new SpanRecord[1]));
        Assert.True(_perception.Sink.Accept(new LogLine[1]));
        Assert.True(_perception.Sink.Accept(Probe()));
        Assert.True(_perception.Sink.Accept(Report()));
        Assert.True(_perception.Sink.Accept(new InstanceSighting(Some.Instance(), new Place("local", "z1", ""), "1.0")));

        _perception.TakeIn();

        Assert.Equal(
            ["SensedInstance", "SensedProbe", "SensedGateway", "SensedSamples", "SensedSpans", "SensedLines"],
            _judgement.Observed.Select(o => o.GetType().Name));
    }

    [Fact]
    public void Gives_the_last_list_of_marks_to_judgement_once()
    {
        _perception.Learn([]);
        _perception.Learn([new MarkedAlarm("probe", 0, 1, 1)]);

        _perception.TakeIn();
        _perception.TakeIn();

        Assert.Equal([new MarkedAlarm("probe", 0, 1, 1)], Assert.IsType<SensedMarks>(Assert.Single(_judgement.Observed)).Alarms);
    }

    [Fact]
    public void Sheds_what_does_not_fit_and_counts_it_without_crowding_out_another_kind()
    {
        for (var i = 0; i < SenseQueues.Batches; i++) Assert.True(_perception.Sink.Accept(new SpanRecord[3]));

        Assert.False(_perception.Sink.Accept(new SpanRecord[3]));
        Assert.True(_perception.Sink.Accept(Probe()));
        _perception.Tick();

        Assert.Equal([new("spans.queue-full", 3)], _perception.Picture.Shed);
    }

    [Fact]
    public void Refuses_a_batch_that_is_too_big_in_itself()
    {
        Assert.False(_perception.Sink.Accept(new LogLine[SenseQueues.MostItems + 1]));
        _perception.Tick();

        Assert.Equal([new("lines.batch-too-big", SenseQueues.MostItems + 1)], _perception.Picture.Shed);
    }

    [Fact]
    public void Goes_on_when_one_thing_cannot_be_taken_in()
    {
        _judgement.Fails = sensed => sensed is SensedSpans;
        _perception.Sink.Accept(new SpanRecord[1]);
        _perception.Sink.Accept(new LogLine[1]);

        _perception.TakeIn();

        Assert.IsType<SensedLines>(Assert.Single(_judgement.Observed));
    }

    [Fact]
    public void Tells_the_loop_nothing_when_nothing_changed()
    {
        _perception.Tick();
        Told();

        _perception.Tick();

        Assert.Empty(Told());
    }

    [Fact]
    public void Tells_changed_verdicts_of_a_tick_in_one_input()
    {
        _judgement.Changed.Add(Some.Verdict("shop-1", Health.Unhealthy));
        _judgement.Changed.Add(Some.Verdict("shop-2", Health.Healthy));

        _perception.Tick();

        Assert.Equal(2, Assert.Single(Told().OfType<VerdictsReported>()).Verdicts.Count);
    }

    [Fact]
    public void Tells_a_ranking_once_though_its_sentence_changes_with_each_tick()
    {
        Rank(900, "3 of 10 failed");
        _perception.Tick();
        Assert.Single(Told().OfType<RankingsReported>());
        Rank(900, "4 of 12 failed");
        _perception.Tick();

        Assert.Empty(Told());
    }

    [Fact]
    public void Tells_a_step_of_probability_at_once_and_a_drift_within_a_second()
    {
        Rank(900);
        _perception.Tick();
        Told();
        Rank(930);
        _perception.Tick();
        Assert.Single(Told());
        Rank(931);
        _perception.Tick();
        Assert.Empty(Told());

        _time.Advance(TimeSpan.FromSeconds(1));
        _perception.Tick();

        Assert.Single(Told());
    }

    [Fact]
    public void Tells_that_the_last_suspect_is_gone_even_after_a_restart()
    {
        _perception.Tick();

        Assert.Empty(Assert.Single(Told().OfType<RankingsReported>()).Rankings);
    }

    [Fact]
    public void Tells_a_gateways_report_only_when_who_is_out_changed()
    {
        Report(inFlight: 1, reflex: false);
        Assert.Single(Told().OfType<GatewayReported>());
        Report(inFlight: 9, reflex: false);
        Assert.Empty(Told());
        Report(inFlight: 9, reflex: true);

        Assert.True(Assert.Single(Told().OfType<GatewayReported>()).Report.Destinations[0].EjectedByReflex);
    }

    [Fact]
    public void Merges_what_the_loop_has_no_room_for_and_loses_no_last_word()
    {
        _inbox = new LoopInbox(_time, capacity: 1);
        _perception.Dispose();
        _perception = Perception();
        _inbox.TryPost(Actor.System("test"), new WokeUp("fills the inbox"));
        foreach (var health in new[] { Health.Unhealthy, Health.Healthy, Health.Unhealthy })
        {
            _judgement.Changed.Add(Some.Verdict("shop-1", health));
            _perception.Tick();
        }
        _judgement.Changed.Add(Some.Verdict("shop-2", Health.Healthy));
        Told();

        _perception.Tick();

        var verdicts = Assert.Single(Told().OfType<VerdictsReported>()).Verdicts;
        Assert.Equal([Health.Unhealthy, Health.Healthy], verdicts.Select(v => v.Health));
    }

    [Fact]
    public void Passes_comparisons_on_and_their_answers_back()
    {
        var request = new VerificationRequest("i1.r1", Subject.Of(Some.Shop), SignalKind.Errors, 0, 1, 2, 3, 4, 500);
        _perception.Begin(request);
        _perception.End("i0.r1");
        _judgement.Verifications.Add(new VerificationResult("i1.r1", VerificationVerdict.Helped, 1, 2, 3, 4, 5, 6, 7, true));

        _perception.TakeIn();
        _perception.Tick();

        Assert.Equal([new SensedVerification(request, ""), new SensedVerification(null, "i0.r1")], _judgement.Observed);
        Assert.Equal("i1.r1", Assert.Single(Told().OfType<VerificationReported>()).Result.Remediation);
    }

    [Fact]
    public void Shows_instances_met_and_the_error_lines_of_a_suspect()
    {
        var line = new LogLine(Some.Instance(), Some.Start, LogSeverity.Error, "cannot connect");
        _judgement.Lines[Some.Instance().ToString()] = [line];
        _judgement.Lines[Some.Instance("shop-2").ToString()] = [line];
        _perception.Sink.Accept(new InstanceSighting(Some.Instance(), new Place("local", "z2", ""), "1.4"));
        Rank(900);

        _perception.TakeIn();
        _perception.Tick();

        Assert.Equal("z2", _perception.Picture.Instances["shop/shop-1"].Place.Zone);
        Assert.Equal([line], Assert.Single(_perception.Picture.ErrorLines).Value);
    }

    [Fact]
    public void Remembers_a_bounded_number_of_instances()
    {
        for (var i = 0; i < SightingBook.MostInstances + 10; i++)
        {
            _perception.Sink.Accept(new InstanceSighting(Some.Instance($"shop-{i}"), Place.Unknown, ""));
            if (i % 1000 == 0) _perception.TakeIn();
        }
        _perception.TakeIn();
        _perception.Tick();

        Assert.Equal(SightingBook.MostInstances, _perception.Picture.Instances.Count);
        Assert.False(_perception.Picture.Instances.ContainsKey("shop/shop-0"));
    }

    [Fact]
    public async Task Judges_every_quarter_second_while_it_runs()
    {
        _judgement.Changed.Add(Some.Verdict("shop-1", Health.Unhealthy));
        await _perception.StartAsync(CancellationToken.None);

        _time.Advance(FleetPerception.Period);

        await NextAsync<VerdictsReported>();
        await _perception.StopAsync(CancellationToken.None);
        Assert.Equal([Some.Start + Some.Second / 4], _judgement.Ticks);
    }

    private FleetPerception Perception() =>
        new(_judgement, Some.Policies(), _inbox, new LoopClock(_time), _metrics, NullLogger.Instance);

    private async Task<T> NextAsync<T>()
        where T : KernelInput
    {
        var posted = await _inbox.Reader.ReadAsync().AsTask().Soon();
        return Assert.IsType<T>(posted.Body);
    }

    private List<KernelInput> Told()
    {
        var told = new List<KernelInput>();
        while (_inbox.Reader.TryRead(out var posted)) told.Add(posted.Body);
        return told;
    }

    private void Rank(int probability, string why = "") =>
        _judgement.Rankings = [new([new(Subject.Of(Some.Instance()), FaultKind.Errors, probability, why)], [], false, [Some.Shop])];

    private void Report(long inFlight, bool reflex)
    {
        _perception.Sink.Accept(Report() with { Destinations = [new(Some.Instance(), inFlight, 0, reflex, false, 0)] });
        _perception.TakeIn();
        _perception.Tick();
        var told = Told().Where(t => t is GatewayReported).ToArray();
        foreach (var input in told) _inbox.TryPost(Actor.System("again"), input);
    }

    private static GatewayReport Report() => new("edge", Some.Start, [new(Some.Instance(), 1, 0, false, false, 0)]);

    private static ProbeResult Probe() => new(Some.Instance(), Some.Start, ProbeOutcome.Ok, 1_000_000, Witness.Probe);
}
