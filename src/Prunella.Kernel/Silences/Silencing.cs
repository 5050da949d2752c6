using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Incidents;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Silences;

/// <summary>Leaves to persons what they have in hand: nobody is told of it, and under debug nothing is done to
/// it.</summary>
/// <remarks>
/// A silence always ends by itself. What is in force on a target under debug stays as it stands, as in a freeze: leases
/// are renewed, nothing is given back and no next step is taken; what did harm is taken back all the same.
/// </remarks>
internal static class Silencing
{
    private const long Second = 1_000_000_000;
    private const long Longest = 30 * 86_400 * Second;

    /// <summary>Long enough for a person who restarted something to see whether it helped; chosen by feel.</summary>
    private const long LeftToOthers = 600 * Second;

    public static void Begin(Deliberation d, SilenceCommanded command)
    {
        if (!TargetGuardrail.IsDeclared(d.State, command.Subject))
        {
            d.Because(Reason.Of(ReasonCodes.SilenceUnknown, ("subject", command.Subject.ToString())));
            return;
        }
        var until = d.At + Math.Clamp(command.ForNanos, Second, Longest);
        var by = d.Input.Actor.Name;
        Say(d, new Silence(command.Subject, by, command.Because, command.Debug, until, d.At));
    }

    public static void End(Deliberation d, UnsilenceCommanded command)
    {
        if (d.State.Silences.ContainsKey(command.Subject.ToString()))
            d.Emit(new Unsilenced(command.Subject, d.Input.Actor.Name, d.At));
        else
            d.Because(Reason.Of(ReasonCodes.NotSilenced, ("subject", command.Subject.ToString())));
    }

    /// <summary>Ends what is over; asks to be woken for what is not, so that a restart forgets none.</summary>
    public static void Review(Deliberation d)
    {
        if (d.State.Silences.IsEmpty) return;
        foreach (var silence in d.State.Silences.Values)
        {
            if (silence.Until <= d.At) d.Emit(new Unsilenced(silence.Subject, "timer", d.At));
            else if (d.Input.Body is LoopStarted) d.Wake(silence.Until, "silence/" + silence.Subject);
        }
    }

    /// <summary>Somebody else was found at the target just before an order was carried out: his change wins, and the
    /// target is left to him for a while.</summary>
    public static void LeaveToOther(Deliberation d, TargetChanged found)
    {
        var r = d.State.Remediations.Values.FirstOrDefault(r => r.Orders.Any(o => o.Order.Id == found.OrderId));
        var issued = r?.Orders.FirstOrDefault(o => o.Order.Id == found.OrderId && o.Outcome is null);
        if (r is null || issued is null)
        {
            d.Because(Reason.Of(ReasonCodes.AnswerIgnored, ("order", found.OrderId)));
            return;
        }
        d.Emit(new OrderSettled(r.Id, new OrderOutcome(found.OrderId, OutcomeKind.Failed, found.Detail), d.At));
        d.TellPerson(r.Incident, Reason.Of(ReasonCodes.LeftToOther, ("order", found.OrderId)),
            $"{r.Id}: {found.Detail}; nothing was done, and {r.Target} is left alone for {LeftToOthers / Second / 60} min. prunella unsilence {r.Target}");
        Say(d, new Silence(r.Target, "healer", found.Detail, Debug: true, d.At + LeftToOthers, d.At));
        // What is being taken back already, by a person's word or for want of help, goes on being so.
        if (r.Pursued() == RemediationState.RollingBack) Reverting.Conclude(d, r.Id);
        else Reverting.Begin(d, r.Id, Reason.Of(ReasonCodes.LeftToOther, ("order", found.OrderId)));
    }

    /// <summary>Nobody is to be told of an incident all of whose symptoms somebody has in hand.</summary>
    public static bool IsInHand(KernelState state, Incident incident) => !incident.Symptoms.IsEmpty
        && incident.Symptoms.Values.All(s => state.Silences.Values.Any(x => x.Covers(s.Subject)));

    private static void Say(Deliberation d, Silence s)
    {
        d.Emit(new Silenced(s.Subject, s.By, s.Because, s.Debug, s.Until, s.At));
        d.Wake(s.Until, "silence/" + s.Subject);
    }
}
