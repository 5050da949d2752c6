using Prunella.Contracts;
using Prunella.Kernel.Policies;

namespace Prunella.Kernel.Recipes;

/// <summary>How much a recipe disturbs; irreversible can never be automatic.</summary>
public enum Disruption
{
    /// <summary>Nobody notices.</summary>
    None,

    /// <summary>Lapses by itself and touches a small share (ejection, breaker, fallback).</summary>
    Low,

    /// <summary>Ends work in progress of one instance (restart).</summary>
    Medium,

    /// <summary>Touches a large share of the traffic.</summary>
    High,

    /// <summary>Cannot be taken back.</summary>
    Irreversible,
}

/// <summary>On what a recipe acts.</summary>
public enum RecipeTarget
{
    /// <summary>The suspected instance.</summary>
    Instance,

    /// <summary>The victims' route to the suspected service.</summary>
    Route,

    /// <summary>The suspected service as a whole.</summary>
    Service,

    /// <summary>The suspect, whatever it is: for recipes that only tell.</summary>
    Suspect,

    /// <summary>The part of the suspected service in the zone in which its trouble lies.</summary>
    Zone,

    /// <summary>The part of it in the region in which its trouble lies.</summary>
    Region,
}

/// <summary>What happens to a temporary change when the healer is gone.</summary>
public enum OnHealerLoss
{
    /// <summary>It lapses with its lease.</summary>
    Lapse,

    /// <summary>It stays until a person or a later healer takes it back.</summary>
    Hold,
}

/// <summary>How what a recipe did is taken back when it did not help or did harm.</summary>
public enum Rollback
{
    /// <summary>All that it changed is taken back, newest first: what lapses by itself, and what lasts by the word of
    /// its actuator.</summary>
    Restore,

    /// <summary>It leaves nothing behind that could be taken back.</summary>
    Nothing,

    /// <summary>What lasts of it only a person can take back, who is told.</summary>
    Person,
}

/// <summary>One step of a recipe: a verb with its amount.</summary>
/// <param name="Verb">What.</param>
/// <param name="Amount">How much, in the verb's unit; the first dose of a step that grows; 0 where it takes
/// none.</param>
public sealed record RecipeStep(Verb Verb, long Amount)
{
    /// <summary>Of <see cref="Verb.FlagOff"/>: which feature; else null.</summary>
    public string? Flag { get; init; }

    /// <summary>How its amount grows; null for a step that is given at once. Only the last step has one.</summary>
    public Dose? Dose { get; init; }
}

/// <summary>The freest mode of a recipe on some services.</summary>
/// <param name="Class">What they keep (<c>none</c>, <c>cache</c>, <c>durable</c>) or how critical they are
/// (<c>low</c> to <c>critical</c>).</param>
/// <param name="Mode">The mode.</param>
public sealed record ClassMode(string Class, Mode Mode);

/// <summary>A remedy as data: for what, how, what is expected of it, and how it is taken back.</summary>
/// <param name="Name">Unique among recipes.</param>
/// <param name="Faults">Kinds of fault it serves; never empty.</param>
/// <param name="ConfidencePerMille">Least probability of the suspect for it to be considered.</param>
/// <param name="Target">On what it acts.</param>
/// <param name="Steps">In order; never empty.</param>
/// <param name="RecoversPerMille">Expected share of the excess that goes away.</param>
/// <param name="WithinNanos">By when after the last step; the verification's deadline.</param>
/// <param name="SettleNanos">How long after the last step nothing is judged.</param>
/// <param name="LeaseNanos">How long its temporary changes live unless renewed; 0 when it has none.</param>
/// <param name="MaxHoldNanos">Greatest age of a renewed change; then a stronger recipe, or a person.</param>
/// <param name="OnHealerLoss">What happens when the healer is gone.</param>
/// <param name="Disruption">How disturbing.</param>
public sealed record Recipe(
    string Name,
    IReadOnlyList<FaultKind> Faults,
    int ConfidencePerMille,
    RecipeTarget Target,
    IReadOnlyList<RecipeStep> Steps,
    int RecoversPerMille,
    long WithinNanos,
    long SettleNanos,
    long LeaseNanos,
    long MaxHoldNanos,
    OnHealerLoss OnHealerLoss,
    Disruption Disruption)
{
    /// <summary>How often its author believes it to help, in per mille; null for the default of its
    /// disruption.</summary>
    public int? EfficacyPerMille { get; init; }

    /// <summary>The freest mode in which it may be used, whatever the policy says; null for no bound.</summary>
    public Mode? Mode { get; init; }

    /// <summary>The same for single classes of services; the strictest that fits holds. Null for none.</summary>
    public IReadOnlyList<ClassMode>? Modes { get; init; }

    /// <summary>What must be so before it may be used, in declared order; null for nothing.</summary>
    public IReadOnlyList<Condition>? Preconditions { get; init; }

    /// <summary>The signals by which it is judged, where they are among the trouble's; null for those of the
    /// trouble.</summary>
    public IReadOnlyList<SignalKind>? Signals { get; init; }

    /// <summary>Expected share of the excess that goes away at most: when more does, something else has helped. Null
    /// for no bound.</summary>
    public int? RecoversAtMostPerMille { get; init; }

    /// <summary>How it is taken back; null when its document does not say: then what lapses is, and what lasts
    /// stays.</summary>
    public Rollback? Rollback { get; init; }

    /// <summary>How where it leads to is tried before it is needed; null for not.</summary>
    public Rehearsal? Rehearsal { get; init; }

    /// <summary>True when carrying it out takes capacity away, if only for a moment: floors and
    /// caps count it.</summary>
    public bool RemovesCapacity() =>
        Steps.Any(s => s.Verb.Facts().TakesCapacity);

    /// <summary>How its last step grows, or null.</summary>
    public Dose? Dose() => Steps[^1].Dose;

    /// <summary>True when it leaves something behind that lives by a lease.</summary>
    public bool LivesByLease() => Steps.Any(s => s.Verb.Facts().IsTemporary);

    /// <summary>The first step that nobody can carry out in this version, or null.</summary>
    public RecipeStep? Missing() => Steps.FirstOrDefault(s => !s.Verb.Facts().IsPresent);
}
