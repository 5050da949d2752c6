using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;

namespace Prunella.Kernel.Remediations;

/// <summary>Reads a target until it is known whether an order took effect.</summary>
/// <remarks>
/// Pause before the next reading = time waited so far, at least 1 s and at most 30 s: so it is read after
/// 0, 1, 2, 4, 8, 16, 32, 62 ... s. A person is told when five readings have told nothing. A
/// lapsing change that is being taken
/// back ends the waiting by itself: once its lease is over nothing of it can be in force.
/// </remarks>
internal static class Reading
{
    /// <summary>Of the wake-ups by which a target is read again.</summary>
    public const string KeyPrefix = "read/";

    private const long Second = 1_000_000_000;
    private const long LongestPause = 30 * Second;
    private const int MostReadings = 5;
    private const long TellAfter = (1 << (MostReadings - 1)) * Second;

    /// <summary>An order may be carried out this late, and leases are granted up to a fifth longer.</summary>
    private const long LeaseMargin = 15 * Second;

    public static void Begin(Deliberation d, string id, IssuedOrder issued)
    {
        if (d.State.Remediations[id].State != RemediationState.Unknown)
            d.Move(id, RemediationState.Unknown, Reason.Of(ReasonCodes.OrderUnknown, ("order", issued.Order.Id)));
        Ask(d, id, issued);
    }

    /// <summary>Reads now what is still unknown, where a wake-up was asked for that.</summary>
    public static void Again(Deliberation d, string id)
    {
        var r = d.State.Remediations[id];
        if (r.State != RemediationState.Unknown) return;
        foreach (var unknown in r.Orders.Where(o => o.Outcome == OutcomeKind.Unknown && Orders.Matters(r, o)))
        {
            if (HasLapsed(d.State.Remediations[id], unknown, d.At))
                Orders.Settle(d, id, unknown, new OrderOutcome(unknown.Order.Id, OutcomeKind.Succeeded, "its lease is over"), read: true);
            else if (d.Input.Body is WokeUp woke && woke.Key == Key(unknown))
                Ask(d, id, unknown);
            if (!d.State.Remediations.ContainsKey(id)) return;
        }
    }

    /// <summary>Reads once, and asks to be woken for the next time.</summary>
    public static void Ask(Deliberation d, string id, IssuedOrder issued)
    {
        var r = d.State.Remediations[id];
        var waited = d.At - r.MovedAt;
        d.Want(new ObserveTarget(issued.Order));
        d.Wake(d.At + Math.Clamp(waited, Second, LongestPause), Key(issued));
        if (waited < TellAfter) return;
        d.TellPerson(
            r.Incident,
            Reason.Of(ReasonCodes.TargetUnreadable, ("order", issued.Order.Id), ("reads", $"{MostReadings}")),
            $"{r.Id}: nobody knows whether {issued.Order.Verb} on {issued.Order.Subject} took effect, and the target cannot be read.");
    }

    /// <summary>True when what a revert is to take back has lapsed by itself.</summary>
    public static bool HasLapsed(Remediation r, IssuedOrder revert, long at) =>
        r.Recipe.OnHealerLoss == OnHealerLoss.Lapse
        && r.Orders.FirstOrDefault(o => revert.Reverts.Length > 0 && o.Order.Id == revert.Reverts) is { } held
        && held.IsTemporary()
        && at > held.IssuedAt + LeaseMargin + held.Order.LeaseNanos * 6 / 5;

    private static string Key(IssuedOrder issued) => KeyPrefix + issued.Order.Id;
}
