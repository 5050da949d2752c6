namespace Prunella.Contracts;

/// <summary>On what a verb acts.</summary>
public enum VerbTarget
{
    /// <summary>On nothing: it only tells.</summary>
    Nothing,

    /// <summary>On one instance.</summary>
    Instance,

    /// <summary>On the route of a caller to a callee.</summary>
    Route,

    /// <summary>On a service as a whole.</summary>
    Service,

    /// <summary>On a part of a service: one instance, or those in one zone or region.</summary>
    Part,
}

/// <summary>What a verb leaves behind when it has been carried out.</summary>
public enum Leaves
{
    /// <summary>Nothing that could be taken back: it is over when it is done.</summary>
    Nothing,

    /// <summary>A temporary change that lives by its lease and lapses by itself.</summary>
    Lease,

    /// <summary>A lasting change, which its actuator takes back when it is told to.</summary>
    Change,
}

/// <summary>In what a verb's amount is counted.</summary>
public enum AmountUnit
{
    /// <summary>It takes none; the amount is 0.</summary>
    None,

    /// <summary>Thousandths: of an equal share, of calls, of what there is.</summary>
    PerMille,

    /// <summary>Requests per second.</summary>
    PerSecond,

    /// <summary>Milliseconds.</summary>
    Milliseconds,

    /// <summary>A number of instances or of requests.</summary>
    Count,
}

/// <summary>What is true of a verb, wherever it is used.</summary>
/// <param name="Verb">Which.</param>
/// <param name="On">On what it acts.</param>
/// <param name="Leaves">What it leaves behind.</param>
/// <param name="Actuator">Name of the actuator that carries it out.</param>
public sealed record VerbFacts(Verb Verb, VerbTarget On, Leaves Leaves, string Actuator)
{
    /// <summary>It takes away what it acts on, if only for a moment: floors, caps and costs count it.</summary>
    public bool TakesCapacity { get; init; }

    /// <summary>In what its amount is counted.</summary>
    public AmountUnit Unit { get; init; }

    /// <summary>Least amount, in its unit.</summary>
    public long Least { get; init; }

    /// <summary>Greatest amount, in its unit.</summary>
    public long Most { get; init; }

    /// <summary>What undoes it, so that two recipes may go to and fro; null for none.</summary>
    public Verb? Opposite { get; init; }

    /// <summary>False when this version has no actuator that carries it out: a set that uses it is not
    /// activated.</summary>
    public bool IsPresent { get; init; } = true;

    /// <summary>It leaves something behind that lives by its lease.</summary>
    public bool IsTemporary => Leaves == Leaves.Lease;
}
