using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Incidents;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.Silences;
using Prunella.Kernel.Trust;

namespace Prunella.Kernel.State;

/// <summary>A brake that is on.</summary>
/// <param name="Source"><c>api</c> or <c>file</c>.</param>
/// <param name="By">Who.</param>
/// <param name="Why">His words.</param>
/// <param name="At">Since when.</param>
public sealed record FreezeState(string Source, string By, string Why, long At);

/// <summary>What was lately done to a target: the memory behind cooldown and flap damping.</summary>
/// <param name="EndedAt">When the last remediation on it ended.</param>
/// <param name="Recipe">With which recipe.</param>
/// <param name="Flaps">How often the same recipe was needed again within an hour; doubles waiting
/// times, at most 4 times.</param>
public sealed record TargetHistory(long EndedAt, string Recipe, int Flaps);

/// <summary>One remediation that counts against budgets.</summary>
public sealed record Spent(string Policy, long At);

/// <summary>How often a recipe has lately failed to help, and where.</summary>
public sealed record RecipeFailure(string Recipe, string Target, long At);

/// <summary>All that the kernel knows: the fold of the journal's events, immutable.</summary>
/// <remarks>
/// Keys are ids and subjects in their text form, ordered ordinally. Of closed incidents and ended
/// remediations only what a mark or a record needs is kept: they live in the journal.
/// </remarks>
public sealed record KernelState
{
    /// <summary>Before the first event.</summary>
    public static readonly KernelState Empty = new();

    private Agenda? _agenda;

    /// <summary>Eight hex digits of the journal.</summary>
    public string JournalBirth { get; init; } = "";

    /// <summary>The current loop's epoch; 0 before the first.</summary>
    public long Epoch { get; init; }

    /// <summary>What is in force, with its indexes.</summary>
    public PolicyIndex Policies { get; init; } = PolicyIndex.Empty;

    /// <summary>Its hash, or empty.</summary>
    public string PolicyHash { get; init; } = "";

    /// <summary>The set that is in force wherever no staged one is.</summary>
    public PolicyIndex Active { get; init; } = PolicyIndex.Empty;

    /// <summary>A set that is not in force everywhere yet, or null.</summary>
    public StagedPolicies? Staged { get; init; }

    /// <summary>The set before the active one, or null.</summary>
    public PreviousPolicies? Previous { get; init; }

    /// <summary>The last set with which a healer was started; a start with the same one changes nothing.</summary>
    public string StartHash { get; init; } = "";

    /// <summary>What became of the remedies of the sets above, by hash.</summary>
    public ImmutableSortedDictionary<string, PolicyTally> Tallies { get; init; } = Ordered.Map<PolicyTally>();

    /// <summary>Who put it in force: a person's name, or <c>loop</c> for the documents that the healer was started
    /// with.</summary>
    public string PolicyBy { get; init; } = "";

    /// <summary>Verdicts as they stand, by subject.</summary>
    public VerdictMap Verdicts { get; init; } = VerdictMap.Empty;

    /// <summary>Unhealthy verdicts that belong to no incident yet, by whole key.</summary>
    public ImmutableSortedDictionary<string, Verdict> Transient { get; init; } = Ordered.Map<Verdict>();

    /// <summary>Coverage by subject.</summary>
    public ImmutableSortedDictionary<string, Coverage> Coverage { get; init; } = Ordered.Map<Coverage>();

    /// <summary>Rankings as last reported.</summary>
    public ImmutableArray<SuspectRanking> Rankings { get; init; } = [];

    /// <summary>Instances that a reflex holds out of the traffic, with the gateway.</summary>
    public ImmutableSortedDictionary<string, string> ReflexEjections { get; init; } = Ordered.Map<string>();

    /// <summary>Brakes that are on, by source.</summary>
    public ImmutableSortedDictionary<string, FreezeState> Freezes { get; init; } = Ordered.Map<FreezeState>();

    /// <summary>What persons have in hand, by subject.</summary>
    public ImmutableSortedDictionary<string, Silence> Silences { get; init; } = Ordered.Map<Silence>();

    /// <summary>Much of the fleet is in trouble at once; null when it is not.</summary>
    public Storm? Storm { get; init; }

    /// <summary>Open incidents by id.</summary>
    public ImmutableSortedDictionary<string, Incident> Incidents { get; init; } = Ordered.Map<Incident>();

    /// <summary>Remediations in flight by id.</summary>
    public ImmutableSortedDictionary<string, Remediation> Remediations { get; init; } = Ordered.Map<Remediation>();

    /// <summary>History by target; entries older than a day go.</summary>
    public ImmutableSortedDictionary<string, TargetHistory> Targets { get; init; } = Ordered.Map<TargetHistory>();

    /// <summary>Remediations that count against budgets, oldest first; entries older than a day go.</summary>
    public ImmutableArray<Spent> Spent { get; init; } = [];

    /// <summary>Remedies that did not help, oldest first; entries older than an hour go.</summary>
    public ImmutableArray<RecipeFailure> Failures { get; init; } = [];

    /// <summary>What has become of recipes so far, by <see cref="EfficacyRecord.Key"/>; what has faded goes.</summary>
    public ImmutableSortedDictionary<string, EfficacyRecord> Records { get; init; } = Ordered.Map<EfficacyRecord>();

    /// <summary>What recipes have earned, by <see cref="TrustRecord.Key"/>; what has expired goes.</summary>
    public ImmutableSortedDictionary<string, TrustRecord> Trust { get; init; } = Ordered.Map<TrustRecord>();

    /// <summary>The last rehearsal of each place, by kind and subject.</summary>
    public ImmutableSortedDictionary<string, Rehearsed> Rehearsals { get; init; } = Ordered.Map<Rehearsed>();

    /// <summary>The last incidents that closed, oldest first, at most <see cref="MarkFold.MostClosed"/>.</summary>
    public ImmutableArray<ClosedIncident> Closed { get; init; } = [];

    /// <summary>What people said of incidents, one mark per incident and person, oldest first, at most
    /// <see cref="MarkFold.MostMarks"/>.</summary>
    public ImmutableArray<Mark> Marks { get; init; } = [];

    /// <summary>Number of the next incident.</summary>
    public int NextIncident { get; init; } = 1;

    /// <summary>What a broken invariant concerns and is not touched any more: services, or <c>*</c>.</summary>
    public ImmutableSortedSet<string> HandsOff { get; init; } =
        ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Derived from policies and verdicts, and not part of a snapshot; ask <see cref="CountZones"/>.</summary>
    internal ZoneTally? Zones { get; init; }

    /// <summary>Derived: what is to be looked at next; ask <see cref="AgendaOfThis"/>.</summary>
    internal Agenda? Agenda
    {
        get => _agenda;
        init => _agenda = value;
    }

    /// <summary>What is to be looked at next, while nothing was folded or put in since the decision that worked it out;
    /// null for a look at everything.</summary>
    internal Agenda? AgendaOfThis() => Agenda is { } agenda && ReferenceEquals(agenda.Owner, this) ? agenda : null;

    /// <summary>The state as a decision leaves it.</summary>
    /// <param name="agenda">What is to be looked at next; null for everything.</param>
    /// <param name="from">The state that the decision began with: others have it, so that it is never written to; what
    /// the decision itself has made is nobody else's yet.</param>
    internal KernelState Leave(Agenda? agenda, KernelState from)
    {
        if (agenda is null || ReferenceEquals(agenda.Owner, this)) return this;
        var left = ReferenceEquals(this, from) ? this with { } : this;
        left._agenda = agenda;
        agenda.BelongTo(left);
        return left;
    }

    /// <summary>The set that decides for a service.</summary>
    public string HashFor(ServiceId service) => IsStaged(service) ? Staged!.Hash : PolicyHash;

    /// <summary>Who put that set in force.</summary>
    public string ByFor(ServiceId service) => IsStaged(service) ? Staged!.By : PolicyBy;

    /// <summary>The same with the contents of its policy sets put in, which snapshots leave out.</summary>
    /// <param name="policySets">Finds a set by its hash.</param>
    public KernelState WithPolicies(Func<string, PolicySet> policySets) => PolicyFold.Spread(this with
    {
        Active = PolicyHash.Length == 0 ? PolicyIndex.Empty : new PolicyIndex(policySets(PolicyHash)),
        Staged = Staged is { } staged ? staged with { Index = new PolicyIndex(policySets(staged.Hash)) } : null,
        Previous = Previous is { } previous
            ? previous with { Index = new PolicyIndex(policySets(previous.Hash)) }
            : null,
    });

    private bool IsStaged(ServiceId service) =>
        Staged is { Stage: PolicyStage.Share } staged && staged.Services.Contains(service.ToString());

    /// <summary>The silence by which a subject is not to be touched, or null.</summary>
    public Silence? DebuggedBy(Subject subject) =>
        Silences.IsEmpty ? null : Silences.Values.FirstOrDefault(s => s.Debug && s.Covers(subject));

    /// <summary>Verdicts on a subject.</summary>
    public SubjectVerdicts VerdictsOn(Subject subject) => Verdicts[subject];

    /// <summary>What looks bad in each zone: the index that the last fold left, or one counted anew after policies or a
    /// snapshot were put in.</summary>
    internal ZoneTally CountZones() => Zones is { } zones && zones.IsOf(this) ? zones : ZoneTally.Of(this);
}
