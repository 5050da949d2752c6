namespace Prunella.Contracts;

/// <summary>A composite objective as detection needs it.</summary>
/// <param name="Policy">Name of the policy; verdicts carry it as <see cref="Verdict.Objective"/>.</param>
/// <param name="Service">The service it is judged for.</param>
/// <param name="Term">What must hold.</param>
/// <param name="ForNanos">How long it must be broken before the verdict is unhealthy.</param>
public sealed record CompositeSpec(string Policy, ServiceId Service, TermSpec Term, long ForNanos)
{
    /// <summary>Each instance is judged by itself: all singles are, or none.</summary>
    public bool PerInstance => Term.Singles().Any(s => s.PerInstance);
}

/// <summary>How the parts of a term make it kept.</summary>
public enum TermKind
{
    /// <summary>It is a single objective.</summary>
    Single,

    /// <summary>When all parts are kept.</summary>
    All,

    /// <summary>When one part is.</summary>
    Any,

    /// <summary>When its only part is broken.</summary>
    Not,
}

/// <summary>A term of a composite objective.</summary>
/// <param name="Kind">How its parts make it kept.</param>
/// <param name="Single">The objective of a single; its name is unique and told to nobody.</param>
/// <param name="Parts">Empty for a single.</param>
public sealed record TermSpec(TermKind Kind, ObjectiveSpec? Single, IReadOnlyList<TermSpec> Parts)
{
    /// <summary>All singles in it, in the order in which they are written.</summary>
    public IEnumerable<ObjectiveSpec> Singles() => Single is not null ? [Single] : Parts.SelectMany(p => p.Singles());
}
