using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Approvals;
using Prunella.Kernel.Learning;

namespace Prunella.Kernel.Incidents;

/// <summary>A remedy that was tried in an incident.</summary>
/// <param name="Recipe">Which.</param>
/// <param name="Target">On what.</param>
/// <param name="Helped">It was judged to have helped.</param>
/// <param name="CarriedOut">False when an order of it never came to be, as when the healer died over it.</param>
/// <param name="Remediation">Its id.</param>
/// <param name="Fault">Against which kind of fault.</param>
public sealed record Tried(
    string Recipe, string Target, bool Helped, bool CarriedOut, string Remediation, FaultKind Fault);

/// <summary>An open incident.</summary>
public sealed record Incident
{
    /// <summary><c>i7</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Its live symptoms by whole verdict key.</summary>
    public required ImmutableSortedDictionary<string, Verdict> Symptoms { get; init; }

    /// <summary>Services it touches, ordered.</summary>
    public required ImmutableArray<ServiceId> Neighbourhood { get; init; }

    /// <summary>When its first symptom began.</summary>
    public required long Since { get; init; }

    /// <summary>When it was opened.</summary>
    public required long OpenedAt { get; init; }

    /// <summary>Every detector that has spoken in it, by name, live or cleared since.</summary>
    public ImmutableArray<Alarm> Alarms { get; init; } = [];

    /// <summary>Its ranking, or null.</summary>
    public SuspectRanking? Ranking { get; init; }

    /// <summary>Number of the next remediation.</summary>
    public int NextRemediation { get; init; } = 1;

    /// <summary>What was tried and ended.</summary>
    public ImmutableArray<Tried> Tried { get; init; } = [];

    /// <summary>What a person has denied.</summary>
    public ImmutableArray<Denial> Denied { get; init; } = [];

    /// <summary>The last weighing as text, so that the same answer is not given twice.</summary>
    public string LastWeighing { get; init; } = "";

    /// <summary>The last reason for doing nothing, likewise.</summary>
    public string LastNothing { get; init; } = "";

    /// <summary>What policies in the shadow last would have done, with their hash.</summary>
    public string LastShadow { get; init; } = "";

    /// <summary>A person was told.</summary>
    public bool Escalated { get; init; }

    /// <summary>The last reason that a person was told.</summary>
    public string LastEscalation { get; init; } = "";
}
