using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Recipes;

namespace Prunella.Kernel.Remediations;

/// <summary>An order of a remediation with what is known of it.</summary>
/// <param name="Order">As issued.</param>
/// <param name="Step">Index of the recipe's step that it carries out; -1 for a revert.</param>
/// <param name="Outcome">Null until known.</param>
/// <param name="Reverts">Id of the order it takes back, or empty.</param>
/// <param name="Superseded">A later order carries out the same step.</param>
/// <param name="IssuedAt">When.</param>
public sealed record IssuedOrder(
    RemediationOrder Order, int Step, OutcomeKind? Outcome, string Reverts, bool Superseded, long IssuedAt);

/// <summary>A remediation in flight.</summary>
public sealed record Remediation
{
    /// <summary><c>i7.r2</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Its incident.</summary>
    public required string Incident { get; init; }

    /// <summary>Under which policy.</summary>
    public required string Policy { get; init; }

    /// <summary>The recipe as it was when proposed.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>On what.</summary>
    public required Subject Target { get; init; }

    /// <summary>Against which kind of fault.</summary>
    public required FaultKind Fault { get; init; }

    /// <summary>Where it stands.</summary>
    public required RemediationState State { get; init; }

    /// <summary>When it was proposed.</summary>
    public required long ProposedAt { get; init; }

    /// <summary>When it came into its state.</summary>
    public required long MovedAt { get; init; }

    /// <summary>The state that an unknown outcome interrupted.</summary>
    public RemediationState Interrupted { get; init; }

    /// <summary>Its orders, oldest first; superseded ones are dropped once their successor is settled.</summary>
    public ImmutableArray<IssuedOrder> Orders { get; init; } = [];

    /// <summary>Number of the next order.</summary>
    public int NextOrder { get; init; } = 1;

    /// <summary>What is compared, or null before verifying.</summary>
    public VerificationRequest? Request { get; init; }

    /// <summary>The last answer, or null.</summary>
    public VerificationResult? Result { get; init; }

    /// <summary>When its temporary changes first took hold; 0 before.</summary>
    public long HeldSince { get; init; }

    /// <summary>How often a target could not be read.</summary>
    public int Reads { get; init; }

    /// <summary>True when a person took it back.</summary>
    public bool RevertedByPerson { get; init; }

    /// <summary>Steps that leave something temporary behind.</summary>
    public static bool IsTemporary(Verb verb) => verb is Verb.Eject or Verb.Weight or Verb.OpenBreaker or Verb.ServeFallback;

    /// <summary>Temporary orders that are, or may be, in force: neither failed, superseded nor taken back.</summary>
    public IEnumerable<IssuedOrder> InForce() => Orders.Where(o =>
        o.Step >= 0 && IsTemporary(o.Order.Verb) && !o.Superseded && o.Outcome != OutcomeKind.Failed
        && !Orders.Any(r => r.Reverts == o.Order.Id && r.Outcome == OutcomeKind.Succeeded));

    /// <summary>True when the recipe takes an instance out of the traffic or out of life.</summary>
    public bool Removes(InstanceId instance) =>
        Target.Kind == SubjectKind.Instance && Target.Instance == instance
        && Recipe.Steps.Any(s => s.Verb is Verb.Eject or Verb.Restart or Verb.Stop);
}
