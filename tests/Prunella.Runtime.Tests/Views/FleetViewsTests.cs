using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;
using Prunella.Runtime.Loop;
using Prunella.Runtime.Perception;
using Prunella.Runtime.Tests.Loop;
using Prunella.Runtime.Views;

namespace Prunella.Runtime.Tests.Views;

/// <summary>Keeps the promise that views say what is durable and nothing else, in bounded memory.</summary>
public sealed class FleetViewsTests
{
    private readonly FleetViews _views = new(FleetId.Default, () => PerceptionPicture.Empty);
    private long _sequence;

    public FleetViewsTests() => _views.Begin(new FleetBook(), _ => PolicySet.Empty);

    [Fact]
    public void Shows_an_open_incident_with_its_remedy_and_its_lease()
    {
        Fold(SomeStory.Opened());

        var status = _views.Status();
        Assert.Equal("i1", Assert.Single(status.OpenIncidents).Id);
        var remediation = Assert.Single(status.Remediations);
        Assert.Equal(RemediationState.Holding, remediation.State);
        Assert.Equal(SomeStory.At(61.25), remediation.LeaseEndsUnixNanos);
        Assert.Equal((1, 1), (status.ActionsTotal, status.IncidentsTotal));
    }

    [Fact]
    public void Shows_what_waits_for_a_person_with_its_plan_and_until_when()
    {
        Fold(SomeStory.Opened().TakeWhile(e => e is not RemediationMoved)
            .Append(new ApprovalAsked("i1.r1", "eb93f9c2e257ed0b", [new RecipeStep(Verb.Eject, 0)], 2, "", SomeStory.At(901.2), SomeStory.At(1.2)))
            .Append(new ApprovalGiven("i1.r1", "bob", "eb93f9c2e257ed0b", SomeStory.At(20))));

        var approval = Assert.Single(_views.Status().Remediations).Approval!;
        Assert.Equal(("eb93f9c2e257ed0b", 2, SomeStory.At(901.2)), (approval.Plan, approval.Needed, approval.UntilUnixNanos));
        Assert.Equal(["take checkout/checkout-2 out of the traffic"], approval.Steps);
        Assert.Equal(["bob"], approval.By);
        var story = _views.Incident("i1")!.Timeline.Select(l => l.Text).ToArray();
        Assert.Contains(story, l => l.StartsWith("i1.r1 is proposed: eject-instance on checkout/checkout-2", StringComparison.Ordinal));
        Assert.Contains("i1.r1 waits for the approval of 2 persons, 15 min at most (plan eb93f9c2e257ed0b): take checkout/checkout-2 out of the traffic.", story);
        Assert.Contains("bob approved i1.r1 (plan eb93f9c2e257ed0b).", story);

        Fold([
            new ApprovalDenied("i1.r1", "carol", "a load test runs", SomeStory.At(30)),
            new RemediationMoved("i1.r1", RemediationState.Proposed, RemediationState.RolledBack, Reason.Of(ReasonCodes.Denied, ("by", "carol")), SomeStory.At(30)),
        ]);

        Assert.Empty(_views.Status().Remediations);
        Assert.Contains(_views.Incident("i1")!.Timeline, l => l.Text == "i1.r1 is withdrawn, and nothing of it was done: carol denied it.");
    }

    [Fact]
    public void Moves_the_leases_end_with_each_renewal_and_counts_none_as_an_action()
    {
        Fold(SomeStory.Opened().Concat(SomeStory.Renewals()));

        var status = _views.Status();
        Assert.Equal(SomeStory.At(210.05 + 60), Assert.Single(status.Remediations).LeaseEndsUnixNanos);
        Assert.Equal(1, status.ActionsTotal);
        Assert.Equal(7, _views.Actions(0).Count(a => a.Renewal));
    }

    [Fact]
    public void Says_seven_renewals_in_one_line()
    {
        Fold(SomeStory.Opened().Concat(SomeStory.Renewals()));

        Assert.Single(_views.Incident("i1")!.Timeline, l => l.Text == "The lease of i1.r1 was renewed 7 times over 3 min.");
    }

    [Fact]
    public void Closes_an_incident_with_its_outcome()
    {
        Fold(SomeStory.Opened().Concat(SomeStory.Renewals()).Concat(SomeStory.Closed()));

        Assert.Empty(_views.Status().OpenIncidents);
        Assert.Empty(_views.Status().Remediations);
        Assert.Equal("healed", Assert.Single(_views.Incidents()).Outcome);
        // The return and its end say nothing of whether it helped: the judgement stays.
        Assert.Equal(ReasonCodes.Helped, Assert.Single(_views.Incident("i1")!.Remediations).Judgement?.Code);
    }

    [Fact]
    public void Gives_actions_since_a_time()
    {
        Fold(SomeStory.Opened().Concat(SomeStory.Renewals()).Concat(SomeStory.Closed()));

        Assert.Equal([SomeStory.Order(9).Id], _views.Actions(SomeStory.At(215)).Select(a => a.OrderId));
    }

    [Fact]
    public void Says_that_the_order_came_first_when_it_did()
    {
        var slow = SomeStory.Symptom().Subject.Instance;
        Fold(SomeStory.Opened().Where(e => e is not ReflexEjected));
        Fold([new ReflexEjected(slow, "edge", SomeStory.At(2.2), SomeStory.At(2.3))]);

        Assert.Equal(
            "The gateway edge took checkout/checkout-2 out of the traffic by itself, 1 s after the first order: the order came first.",
            Assert.Single(_views.Incident("i1")!.Timeline, l => l.Kind == "reflex").Text);
    }

    [Fact]
    public void Shows_who_is_out_of_the_traffic_and_by_whom()
    {
        _views.Begin(new FleetBook(), _ => Some.Policies());
        Fold([
            new PolicySetActivated("h", "loop", Some.Start),
            new VerdictNoted(Some.Verdict("shop-1", Health.Unhealthy, FaultKind.Crash, true), Some.Start),
            new VerdictNoted(Some.Verdict("shop-2", Health.Healthy), Some.Start),
            new ReflexEjected(Some.Instance("shop-1"), "edge", Some.Start, Some.Start),
        ]);

        var service = Assert.Single(_views.Status().Services);
        Assert.Equal(["reflex", "", ""], service.Instances.Select(i => i.Out));
        Assert.Equal([Health.Unhealthy, Health.Healthy, Health.Unknown], service.Instances.Select(i => i.Health));
        Assert.Equal(["z1", "z2", "z1"], service.Instances.Select(i => i.Zone));
        Assert.Equal(FaultKind.Crash, service.Instances[0].Fault);
        Assert.Equal(Health.Healthy, service.Health);
    }

    [Fact]
    public void Shows_a_freeze_until_the_last_brake_is_off()
    {
        Fold([new Frozen("api", "ada", "lunch", Some.Start), new Frozen("file", "file", "", Some.Start + 1)]);
        Assert.Equal("ada", _views.Status().Freeze!.By);
        Fold([new Unfrozen("api", "ada", Some.Start + 2)]);
        Assert.Equal("file", _views.Status().Freeze!.Source);
        Fold([new Unfrozen("file", "file", Some.Start + 3)]);
        Assert.Null(_views.Status().Freeze);
    }

    [Fact]
    public void Counts_what_senses_refused_beside_what_perception_shed_the_healers_doing_first()
    {
        var picture = PerceptionPicture.Empty with { Shed = [new ShedCount("spans.queue-full", 20)] };
        var views = new FleetViews(FleetId.Default, () => picture, () =>
        [
            new ShedCount("baseline", 4, ShedCause.Ordinary), new ShedCount("malformed", 3, ShedCause.Sender),
            new ShedCount("rate_limit", 500),
        ]);
        views.Begin(new FleetBook(), _ => PolicySet.Empty);

        Assert.Equal(["rate_limit", "spans.queue-full", "malformed", "baseline"], views.Status().Shed.Select(s => s.Reason));
    }

    [Fact]
    public void Keeps_the_last_closed_incidents_and_not_all()
    {
        for (var i = 1; i <= FleetBook.MostClosed + 5; i++) Fold(Incident(i));

        Assert.Equal(FleetBook.MostClosed, _views.Incidents().Count);
        Assert.Null(_views.Incident("i1"));
        Assert.NotNull(_views.Incident("i6"));
    }

    [Fact]
    public async Task Finds_an_older_incident_in_the_journal()
    {
        var disk = new MemoryDisk();
        var head = await disk.OpenEpochAsync(FleetId.Default, CancellationToken.None);
        for (var i = 1; i <= FleetBook.MostClosed + 5; i++)
        {
            var record = disk.Encode(head, FleetId.Default, Some.Stamped(new WokeUp("x")), [.. Incident(i)]);
            await disk.AppendAsync([record], CancellationToken.None);
            head = head with { Sequence = record.Sequence, Hash = record.Hash };
            Fold(Incident(i));
        }
        var archive = new IncidentArchive(FleetId.Default, disk, disk, _views);

        Assert.Equal("i1", (await archive.FindAsync("i1", CancellationToken.None))!.Summary.Id);
        Assert.Null(await archive.FindAsync("i999", CancellationToken.None));
    }

    [Fact]
    public async Task Tells_of_an_older_incident_what_people_said_of_it_later()
    {
        var disk = new MemoryDisk();
        var head = await disk.OpenEpochAsync(FleetId.Default, CancellationToken.None);
        var marks = new KernelEvent[] { Marked("i1", "ada", MarkKind.Real), Marked("i1", "bob", MarkKind.FalseAlarm), Marked("i1", "ada", MarkKind.WrongDiagnosis) };
        var records = Enumerable.Range(1, FleetBook.MostClosed + 5).Select(i => i == 2 ? Incident(i).Concat(marks) : Incident(i));
        foreach (var events in records)
        {
            var record = disk.Encode(head, FleetId.Default, Some.Stamped(new WokeUp("x")), [.. events]);
            await disk.AppendAsync([record], CancellationToken.None);
            head = head with { Sequence = record.Sequence, Hash = record.Hash };
            Fold(events);
        }

        var story = await new IncidentArchive(FleetId.Default, disk, disk, _views).FindAsync("i1", CancellationToken.None);

        Assert.Equal([("bob", MarkKind.FalseAlarm), ("ada", MarkKind.WrongDiagnosis)], story!.Summary.Marks!.Select(m => (m.By, m.Kind)));
        Assert.Equal(3, story.Timeline.Count(l => l.Kind == "person"));
    }

    [Fact]
    public void Shows_who_marked_what_until_it_is_taken_back()
    {
        Fold(SomeStory.Opened().Concat(SomeStory.Renewals()).Concat(SomeStory.Closed()));
        Assert.Null(Assert.Single(_views.Incidents()).Marks);

        Fold([Marked("i1", "ada", MarkKind.FalseAlarm), Marked("i1", "bob", MarkKind.WrongDiagnosis)]);
        Assert.Equal("false-alarm by ada, wrong-diagnosis by bob", MarkText.Of(Assert.Single(_views.Incidents()).Marks));
        Assert.Contains("Marked a false alarm by ada; wrongly diagnosed (it was payments, slow) by bob.", StoryText.Render(_views.Incident("i1")!, 200), StringComparison.Ordinal);
        Fold([new MarkWithdrawn("i1", "ada", Some.Start), new MarkWithdrawn("i1", "bob", Some.Start), Marked("i77", "ada", MarkKind.Real)]);
        Assert.Null(Assert.Single(_views.Incidents()).Marks);
    }

    private static IncidentMarked Marked(string incident, string by, MarkKind kind) => new(
        incident, by, kind, kind == MarkKind.WrongDiagnosis ? Subject.Of(new ServiceId("payments")) : null,
        kind == MarkKind.WrongDiagnosis ? FaultKind.Slow : null, "", "", Some.Start);

    [Fact]
    public void Keeps_a_bounded_number_of_notes_and_says_how_many_are_left_out()
    {
        Fold(Incident(1).Take(1));
        for (var i = 0; i < 700; i++) Fold([new NothingDone("i1", Reason.Of(ReasonCodes.Cooldown, ("left", $"{i}")), Some.Start + i)]);

        var timeline = _views.Incident("i1")!.Timeline;
        Assert.Equal(501, timeline.Count);
        Assert.Contains(timeline, l => l.Text.StartsWith("201 further notes", StringComparison.Ordinal));
    }

    [Fact]
    public void Comes_back_from_a_snapshot_as_it_was()
    {
        Fold(SomeStory.Opened().Concat(SomeStory.Renewals()));
        var bytes = _views.Snapshot(book => SnapshotJson.Write(new LoopSnapshot(Some.Start, KernelState.Empty, book)));

        var again = new FleetViews(FleetId.Default, () => PerceptionPicture.Empty);
        again.Begin(SnapshotJson.Read(bytes).Views, _ => PolicySet.Empty);

        Assert.Equal(StoryText.Render(_views.Incident("i1")!), StoryText.Render(again.Incident("i1")!));
        Assert.Equal(_views.Actions(0), again.Actions(0));
    }

    private void Fold(IEnumerable<KernelEvent> events) =>
        _views.Fold(++_sequence, Some.Stamped(new WokeUp("x")), [.. events]);

    private static IEnumerable<KernelEvent> Incident(int number) =>
    [
        new IncidentOpened($"i{number}", [Some.Verdict("shop-1", Health.Unhealthy)], [Some.Shop], Some.Start, Some.Start + number),
        new IncidentClosed($"i{number}", "cleared-by-itself", Some.Start + number + 1),
    ];
}
