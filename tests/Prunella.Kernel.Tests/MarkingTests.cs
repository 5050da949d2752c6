using CsCheck;

using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests;

/// <summary>Whatever people say of incidents in whatever order, again and again: each one's last word counts, once, and
/// nothing else.</summary>
public sealed class MarkingTests
{
    private static readonly string[] People = ["ada", "bob", "carol"];

    private static readonly Gen<(int, int)[]> Trouble =
        Gen.Select(Gen.Int[0, Life.Kinds - 1], Gen.Int[0, 10_000]).Array[10, 40];

    private static readonly Gen<Word[]> Words =
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 5], Gen.Int[0, 4], Gen.Int[0, 3], (who, incident, what, how) => new Word(who, incident, what, how)).Array[1, 30];

    private sealed record Word(int Who, int Incident, int What, int How);

    [Fact]
    public void Each_persons_last_word_counts_once_and_nothing_else() => Sample((before, words) =>
    {
        var said = new SortedDictionary<(int Incident, int Who), MarkKind>();
        var state = Say(before, words, (word, decision) =>
        {
            if (decision.Events.OfType<IncidentMarked>().SingleOrDefault() is { } marked) said[(word.Incident, word.Who)] = marked.Kind;
            if (decision.Events.OfType<MarkWithdrawn>().Any()) said.Remove((word.Incident, word.Who));
        });

        Assert.Equal(
            said.Select(s => ($"i{s.Key.Incident}", People[s.Key.Who], s.Value)),
            state.Marks.Select(m => (m.Incident, m.By, m.Kind)).OrderBy(m => m.Incident, StringComparer.Ordinal).ThenBy(m => m.By, StringComparer.Ordinal));
        foreach (var alarm in Marking.Cases(state)) Assert.InRange(alarm.Real, 0, alarm.Of);
    });

    [Fact]
    public void What_is_learnt_is_what_is_written_down() => Sample((before, words) =>
    {
        IReadOnlyList<MarkedAlarm> learnt = [];
        var state = Say(before, words, (_, decision) =>
        {
            if (decision.Effects.OfType<LearnMarks>().SingleOrDefault() is { } learn) learnt = learn.Alarms;
        });

        Assert.Equal(Marking.Cases(state), learnt);
        var restarted = Kernel.Decide(state, new Stamped(Some.Now, Actor.System("loop"), new LoopStarted("3f9a01c2", 99)));
        Assert.Equal(learnt, restarted.Effects.OfType<LearnMarks>().SingleOrDefault()?.Alarms ?? []);
    });

    [Fact]
    public void The_same_words_said_again_and_again_teach_the_same() => Sample((before, words) =>
    {
        var once = Say(before, words);
        // Of the last word of each, said ten times more.
        var again = Enumerable.Range(0, 10).Aggregate(once, (state, _) => state.Marks.Aggregate(state, Repeat));

        Assert.Equal(Marking.Cases(once), Marking.Cases(again));
        Assert.Equal(once.Marks.Length, again.Marks.Length);
    });

    [Fact]
    public void A_machine_and_the_healer_itself_teach_nothing() => Sample((before, words) =>
    {
        foreach (var kind in new[] { ActorKind.Agent, ActorKind.System })
        {
            var decision = Kernel.Decide(before, new Stamped(Some.Now, new Actor(kind, "ada"), Input(words[0], before)));

            Assert.Empty(decision.Events.OfType<IncidentMarked>());
            Assert.Empty(decision.Effects.OfType<LearnMarks>());
        }
    });

    [Fact]
    public void The_past_is_remembered_for_so_long_and_no_longer()
    {
        var state = Some.State();
        for (var i = 1; i <= MarkFold.MostClosed + 20; i++) state = Past(state, i);

        Assert.Equal(MarkFold.MostClosed, state.Closed.Length);
        Assert.Equal("i21", state.Closed[0].Id);
        Assert.NotEmpty(Mark(state, "i21", "ada").Events);
        Assert.Empty(Mark(state, "i20", "ada").Events);
    }

    [Fact]
    public void Marks_outlive_the_memory_of_their_incident_and_the_oldest_make_room()
    {
        var state = Some.State();
        for (var i = 1; i <= MarkFold.MostMarks + 20; i++) state = Fold(Past(state, i), Mark(Past(state, i), $"i{i}", "ada"));

        Assert.Equal(MarkFold.MostMarks, state.Marks.Length);
        Assert.Equal("i21", state.Marks[0].Incident);
        Assert.Equal(MarkFold.MostMarks, Marking.Cases(state).Length);
        Assert.DoesNotContain(state.Closed, c => c.Id == "i21");
        Assert.Empty(Fold(state, Kernel.Decide(state, Person("ada", new MarkWithdrawalCommanded("i21")))).Marks.Where(m => m.Incident == "i21"));
    }

    [Fact]
    public void A_detector_that_speaks_again_counts_once_as_strongly_as_it_ever_did()
    {
        var state = Past(Some.State(), 1, "latency-peers", 4000, 9000, 6000);

        Assert.Equal([new Alarm("latency-peers", 9000)], state.Closed[0].Alarms);
    }

    [Fact]
    public void A_symptom_that_grows_stronger_while_it_stands_counts_as_strong_as_it_became()
    {
        var symptom = Some.Verdict(Subject.Of(Some.Instance(1)), Health.Unhealthy);
        Verdict Strong(int surprise) => symptom with { Evidence = symptom.Evidence with { Surprise = surprise } };
        KernelEvent[] events =
        [
            new VerdictNoted(Strong(5000), Some.Now),
            new IncidentOpened("i1", [Strong(5000)], [Some.Checkout], Some.Now, Some.Now),
            new VerdictNoted(Strong(90_000), Some.Now),
            new VerdictNoted(Strong(7000), Some.Now),
            new VerdictNoted(Strong(200_000) with { Health = Health.Unknown }, Some.Now),
        ];

        var state = events.Aggregate(Some.State(), (s, e) => Kernel.Evolve(s, e, NoSets));

        Assert.Equal([new Alarm("latency-peers", 90_000)], state.Incidents["i1"].Alarms);
    }

    /// <summary>By incident and then by detector; the greatest surprise of those who marked it.</summary>
    [Fact]
    public void Each_detector_of_each_incident_is_one_case_in_their_order()
    {
        Mark Of(string incident, string by, MarkKind kind, params Alarm[] alarms) => new(incident, by, kind, null, null, "", [.. alarms], Some.Now);
        var state = Some.State() with
        {
            Marks =
            [
                Of("i2", "ada", MarkKind.Real, new Alarm("b", 5), new Alarm("a", 9)), Of("i1", "ada", MarkKind.FalseAlarm, new Alarm("c", 7)),
                Of("i2", "bob", MarkKind.FalseAlarm, new Alarm("b", 6)),
            ],
        };

        Assert.Equal([new("c", 7, 0, 1), new("a", 9, 1, 1), new MarkedAlarm("b", 6, 1, 2)], Marking.Cases(state));
    }

    private static void Sample(Action<KernelState, Word[]> check) => Gen.Select(Trouble, Words).Sample(
        (trouble, words) =>
        {
            var life = new Life();
            foreach (var (kind, which) in trouble) life.Step(kind, which);
            check(life.State, words);
        },
        iter: LifeByNumber.Number(1_000));

    private static KernelState Say(KernelState state, Word[] words, Action<Word, Decision>? see = null)
    {
        foreach (var word in words)
        {
            var decision = Kernel.Decide(state, Person(People[word.Who], Input(word, state)));
            see?.Invoke(word, decision);
            state = Fold(state, decision);
        }
        return state;
    }

    private static KernelInput Input(Word word, KernelState state) => word.What == 4
        ? new MarkWithdrawalCommanded($"i{word.Incident}")
        : new MarkCommanded(
            $"i{word.Incident}", (MarkKind)word.What, word.How % 2 == 0 ? null : Subject.Of(Some.Payments),
            word.How < 2 ? null : FaultKind.Slow, AnyRemedy(state, $"i{word.Incident}"), "");

    private static string AnyRemedy(KernelState state, string incident) =>
        MarkFold.Remember(state, incident)?.Tried.FirstOrDefault()?.Remediation ?? "";

    private static KernelState Repeat(KernelState state, Mark m) => Fold(state, Kernel.Decide(
        state, Person(m.By, new MarkCommanded(m.Incident, m.Kind, m.Suspect, m.Fault, m.Remediation, "again"))));

    private static Decision Mark(KernelState state, string incident, string by) =>
        Kernel.Decide(state, Person(by, new MarkCommanded(incident, MarkKind.FalseAlarm, null, null, "", "")));

    private static Stamped Person(string name, KernelInput body) => new(Some.Now, new Actor(ActorKind.Person, name), body);

    private static KernelState Past(KernelState state, int number, string detector = "latency-peers", params int[] surprises)
    {
        var id = $"i{number}";
        var symptom = Some.Verdict(Subject.Of(Some.Instance(1)), Health.Unhealthy, detector);
        var strengths = surprises.Length == 0 ? [7000] : surprises;
        var spoken = strengths.Select(s => symptom with { Evidence = symptom.Evidence with { Surprise = s } }).ToArray();
        KernelEvent[] events =
        [
            new IncidentOpened(id, [spoken[0]], [Some.Checkout], Some.Now, Some.Now),
            .. spoken.Skip(1).Select(s => new SymptomJoined(id, s, Some.Now)),
            new IncidentClosed(id, "cleared-by-itself", Some.Now),
        ];
        return events.Aggregate(state, (s, e) => Kernel.Evolve(s, e, NoSets));
    }

    private static KernelState Fold(KernelState state, Decision decision) =>
        decision.Events.Aggregate(state, (s, e) => Kernel.Evolve(s, e, NoSets));

    private static PolicySet NoSets(string hash) => throw new InvalidOperationException(hash);
}
