using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Approvals;
using Prunella.Kernel.Recipes;

namespace Prunella.Kernel.Remediations;

/// <summary>An order of a remediation with what is known of it.</summary>
/// <param name="Order">As issued.</param>
/// <param name="Step">Index of the recipe's step that it carries out; -1 for a revert.</param>
/// <param name="Outcome">Null until known.</param>
/// <param name="Reverts">Id of the order it takes back, or empty.</param>
/// <param name="Renewal">It says again what an earlier order said.</param>
/// <param name="IssuedAt">When.</param>
public sealed record IssuedOrder(
    RemediationOrder Order, int Step, OutcomeKind? Outcome, string Reverts, bool Renewal, long IssuedAt)
{
    /// <summary>It leaves something behind that lives by its lease.</summary>
    public bool IsTemporary() => Reverts.Length == 0 && Order.Verb.Facts().IsTemporary;
}

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

    /// <summary>The policy set by which it was proposed.</summary>
    public string PolicyHash { get; init; } = "";

    /// <summary>The epoch in which it was proposed.</summary>
    public long Epoch { get; init; }

    /// <summary>The person's word that it waits or has waited for; null when it needs none.</summary>
    public Approval? Approval { get; init; }

    /// <summary>The state that an unknown outcome interrupted.</summary>
    public RemediationState Interrupted { get; init; }

    /// <summary>Its orders, oldest first: of what is said again, and of what is taken back again,
    /// only the last word.</summary>
    public ImmutableArray<IssuedOrder> Orders { get; init; } = [];

    /// <summary>Number of the next order.</summary>
    public int NextOrder { get; init; } = 1;

    /// <summary>What is compared, or null before verifying.</summary>
    public VerificationRequest? Request { get; init; }

    /// <summary>The last answer, or null.</summary>
    public VerificationResult? Result { get; init; }

    /// <summary>When its temporary changes first took hold; 0 before.</summary>
    public long HeldSince { get; init; }

    /// <summary>How often trouble came back when its change was taken away; doubles the wait for
    /// the next try.</summary>
    public int Relapses { get; init; }

    /// <summary>The greatest dose that was given, in per mille; 0 for a recipe without.</summary>
    public int MostDose { get; init; }

    /// <summary>When its dose last changed; 0 while it has its first.</summary>
    public long DosedAt { get; init; }

    /// <summary>True when it is taken back for another reason than that it did not help: the recipe
    /// is not to blame.</summary>
    public bool Excused { get; init; }

    /// <summary>True once it was judged to do harm.</summary>
    public bool Harmful { get; init; }

    /// <summary>False once an order of it is known never to have come to be.</summary>
    public bool CarriedOut { get; init; } = true;

    /// <summary>Temporary orders that are, or may be, in force: neither failed nor taken back.</summary>
    /// <remarks>A renewal that failed has not undone what it was to prolong: it is tried again.</remarks>
    public IEnumerable<IssuedOrder> InForce() => Orders.Where(IsInForce);

    /// <summary>What a rollback has to take back, oldest first: what is in force, and what lasts where the recipe says
    /// that it is restored.</summary>
    public IEnumerable<IssuedOrder> ToTakeBack() =>
        Orders.Where(o => IsInForce(o) || Recipe.Rollback == Rollback.Restore && Lasts(o));

    /// <summary>A lasting change that was carried out, or may have been, and that nobody has taken back.</summary>
    public bool Lasts(IssuedOrder o) => o.Reverts.Length == 0 && o.Order.Verb.Facts().Leaves == Leaves.Change
        && o.Outcome is OutcomeKind.Succeeded or OutcomeKind.Unknown && !IsTakenBack(o);

    /// <summary>How much of a step that grows is given now, in per mille; 0 before the first and for every other
    /// recipe.</summary>
    public int DoseNow() => Recipe.Dose() is null || LastStep() is not { } last || last.Step != Recipe.Steps.Count - 1
        ? 0
        : (int)last.Order.Amount;

    /// <summary>The last word on the furthest step, or null before the first.</summary>
    public IssuedOrder? LastStep() => Orders.Where(o => o.Step >= 0).OrderBy(o => o.Step).LastOrDefault();

    /// <summary>The state, or the one that an unknown outcome has interrupted.</summary>
    public RemediationState Pursued() => State == RemediationState.Unknown ? Interrupted : State;

    /// <summary>True while it is only proposed: nothing of it is done or counted.</summary>
    public bool Waits() => State == RemediationState.Proposed;

    /// <summary>True when the recipe takes an instance out of the traffic or out of life.</summary>
    public bool Removes(InstanceId instance) =>
        !Waits() && Target.Kind == SubjectKind.Instance && Target.Instance == instance
        && Recipe.RemovesCapacity() && Recipe.Dose() is null;

    /// <summary>How much of an instance it takes away, in per mille: all of what it removes, the dose of what it
    /// shifts away.</summary>
    public int Takes(InstanceId instance, Place place) =>
        Removes(instance) ? 1000
        : !Waits() && Recipe.Dose() is not null && Target.Holds(instance, place) ? DoseNow()
        : 0;

    private bool IsInForce(IssuedOrder o) =>
        o.IsTemporary() && (o.Renewal || o.Outcome != OutcomeKind.Failed) && !IsTakenBack(o);

    private bool IsTakenBack(IssuedOrder o)
    {
        foreach (var r in Orders)
        {
            if (r.Outcome == OutcomeKind.Succeeded && r.Reverts == o.Order.Id) return true;
        }
        return false;
    }
}
