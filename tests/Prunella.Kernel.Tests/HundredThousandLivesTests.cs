using System.Diagnostics;

using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests;

/// <summary>A hundred thousand lives with faults, repeats, crashes, commands, marks, silences, stages, storms, approvals and
/// freeze windows in any order; in each of them every promise is looked at.</summary>
/// <remarks>A failure names the life: <c>PRUNELLA_LIFE=4711</c> leads that one alone.</remarks>
public sealed class HundredThousandLivesTests
{
    private static readonly int Lives = LifeByNumber.Number(100_000);
    private static readonly PolicyIndex Emptied = new(LifePolicies.Emptied);
    private readonly Tally _tally = new();

    [Fact]
    public void Every_promise_holds_in_every_life()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("PRUNELLA_LIFE"), out var one))
        {
            Look(one);
            return;
        }
        Parallel.For(0, Lives, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, Look);

        // What never happens proves nothing.
        Assert.All(_tally.Counts(), c => Assert.True(c.Count >= Lives / 100, $"{c.What} happened only {c.Count} times in {Lives} lives"));
    }

    private void Look(int number)
    {
        try
        {
            var life = LifeByNumber.Lead(number);
            foreach (var (before, input, decision) in life.Decisions) LookAt(before, input, decision);
            Replays(life, number);
            OneMoreGuardrailNeverAdmitsMore(life.State, number);
        }
        catch (Exception e) when (e is not UnreachableException)
        {
            throw new UnreachableException(
                $"Life {number} (PRUNELLA_LIFE={number}; steps {string.Join(' ', LifeByNumber.Steps(number))}): {e.Message}", e);
        }
    }

    private void LookAt(KernelState before, Stamped input, Decision decision)
    {
        Assert.Empty(decision.Events.OfType<InvariantBroken>());
        // What is touched or due decides as everything does.
        AssertSame(Kernel.Decide(before with { Agenda = null }, input).Events, decision.Events, "looking at everything");
        var state = before;
        foreach (var e in decision.Events)
        {
            if (e is RemediationMoved { From: RemediationState.Approved, To: RemediationState.Running } begun)
            {
                _tally.Begun();
                Promises.HoldFor(state, begun);
            }
            if (e is StormNoted) _tally.Storm();
            if (e is ApprovalAsked) _tally.Asked();
            if (e is IncidentMarked) _tally.Marked();
            if (e is PolicySetStaged) _tally.Staged();
            if (e is Silenced) _tally.Silenced();
            state = Kernel.Evolve(state, e, LifePolicies.Of);
        }
        if (decision.Events.Any(e => e is RemediationProposed)) ProposesNothingBlindOrForNobody(before, input);
        Promises.HoldFor(before, input, decision);
        Assert.Equal(ZoneTally.Of(decision.Next!).Suspected, decision.Next!.CountZones().Suspected);
    }

    /// <summary>What was proposed is not when nobody sees it, nor when the policies are for nobody.</summary>
    private void ProposesNothingBlindOrForNobody(KernelState before, Stamped input)
    {
        _tally.Proposed();
        var emptied = before with { Policies = Emptied, Active = Emptied, Staged = null, Previous = null, Agenda = null };
        if (input.Body is not PolicySetOffered)
            Assert.Empty(Kernel.Decide(emptied, input).Events.OfType<RemediationProposed>());
        var blind = before with
        {
            Verdicts = VerdictMap.Of(before.Verdicts.Select(said => said.Changed(Unseen))),
            Transient = Ordered.Map<Verdict>().AddRange(before.Transient.Select(t => KeyValuePair.Create(t.Key, Unseen(t.Value)))),
            Agenda = null,
        };
        var heard = input.Body is VerdictsReported reported
            ? input with { Body = reported with { Verdicts = [.. reported.Verdicts.Select(Unseen)] } }
            : input;
        Assert.Empty(Kernel.Decide(blind, heard).Events.OfType<RemediationProposed>());
    }

    private static Verdict Unseen(Verdict verdict) => verdict with { Witnesses = Witness.None, Positive = false };

    /// <summary>Folding gives the live state; and a healer that goes on from a snapshot somewhere in the middle decides
    /// what the one that lived has decided.</summary>
    private static void Replays(Life life, int number)
    {
        var folded = life.Events.Aggregate(KernelState.Empty, (state, e) => Kernel.Evolve(state, e, LifePolicies.Of));
        Assert.Equal(Life.Canonical(life.State), Life.Canonical(folded));

        var middle = number % life.Decisions.Count;
        var restored = Promises.FromSnapshot(life.Decisions[middle].Before);
        foreach (var (_, input, decision) in life.Decisions.Skip(middle))
        {
            var again = Kernel.Decide(restored, input);
            AssertSame(again.Events, decision.Events, "going on from a snapshot");
            restored = again.Next!;
        }
    }

    private static void OneMoreGuardrailNeverAdmitsMore(KernelState state, int number)
    {
        var proposals = Promises.ProposalsIn(state, number).ToArray();
        var all = GuardrailList.All;
        foreach (var proposal in proposals)
        {
            var admitted = GuardrailList.Check(all, proposal, state, Some.Now).IsEmpty;
            var without = number % all.Length;
            Assert.True(!admitted || GuardrailList.Check(all.RemoveAt(without), proposal, state, Some.Now).IsEmpty, $"{all[without].Name} admits what the others forbid");
            Assert.Equal(admitted && number % 3 > 0, GuardrailList.Check(all.Add(new Whim(number)), proposal, state, Some.Now).IsEmpty);
        }
    }

    private static void AssertSame(IReadOnlyList<KernelEvent> expected, IReadOnlyList<KernelEvent> actual, string how)
    {
        Assert.True(expected.Count == actual.Count, $"{how} gives {string.Join(", ", expected)}, not {string.Join(", ", actual)}");
        for (var i = 0; i < expected.Count; i++)
        {
            if (!expected[i].Equals(actual[i]) && Life.Canonical(expected[i]) != Life.Canonical(actual[i]))
                Assert.Fail($"{how} gives {Life.Canonical(expected[i])}, not {Life.Canonical(actual[i])}");
        }
    }

    /// <summary>Forbids in every third life.</summary>
    private sealed class Whim(int number) : IGuardrail
    {
        public string Name => "whim";

        public Reasons.Reason? Check(Proposal proposal, KernelState state, long at) =>
            number % 3 == 0 ? Reasons.Reason.Of("guardrail.whim") : null;
    }

    private sealed class Tally
    {
        private int _begun, _proposed, _storms, _asked, _marked, _staged, _silenced;

        public void Begun() => Interlocked.Increment(ref _begun);

        public void Proposed() => Interlocked.Increment(ref _proposed);

        public void Storm() => Interlocked.Increment(ref _storms);

        public void Asked() => Interlocked.Increment(ref _asked);

        public void Marked() => Interlocked.Increment(ref _marked);

        public void Staged() => Interlocked.Increment(ref _staged);

        public void Silenced() => Interlocked.Increment(ref _silenced);

        public (string What, int Count)[] Counts() =>
        [
            ("a remediation that begins", _begun), ("a proposal", _proposed), ("a storm", _storms), ("an approval asked for", _asked),
            ("a mark", _marked), ("a stage", _staged), ("a silence", _silenced),
        ];
    }
}
