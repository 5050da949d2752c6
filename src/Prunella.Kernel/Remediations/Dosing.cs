using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Reasons;

namespace Prunella.Kernel.Remediations;

/// <summary>A remedy that is given in part: a little first, more only while it helps, and less again before it
/// ends.</summary>
/// <remarks>
/// Intuition: a wrong diagnosis that moves a tenth of the traffic is a nuisance, one that moves all of it is an outage.
/// Each dose is verified by itself against the time before the first; guards are asked again before the next, because
/// the fleet may have changed since. What has helped enough is not given more of. Of a small dose traffic may be too
/// thin to show anything: what is neither proved nor refuted grows on, but no further than to half
/// (<see cref="Recipes.Dose.UnprovenPerMille"/>); what shows no effect or does harm is taken back whole.
/// </remarks>
internal static class Dosing
{
    private const long Second = 1_000_000_000;

    /// <summary>The gateway spreads load within a second; four more show whether it is borne.</summary>
    private const long LookAfterLess = 5 * Second;

    /// <summary>True while there is more to give.</summary>
    public static bool IsPartial(Remediation r) => r.Recipe.Dose() is { } dose && r.DoseNow() < dose.MostPerMille;

    /// <summary>Judges a dose that is not the greatest.</summary>
    /// <param name="d">The decision.</param>
    /// <param name="r">While it is verified.</param>
    /// <param name="final">Nothing more will be seen of this dose.</param>
    /// <param name="gone">The symptom is gone by the same detector.</param>
    public static void Judge(Deliberation d, Remediation r, bool final, bool gone)
    {
        var (now, verdict) = (r.DoseNow(), r.Result?.Verdict);
        if (verdict == VerificationVerdict.Helped && final)
        {
            if (gone) Judging.Keep(d, r.Id, Reason.Of(ReasonCodes.DoseEnough, ("dose", $"{now}")));
            else Grow(d, r, ReasonCodes.DoseHelps);
            return;
        }
        if (!final) return;
        if (verdict == VerificationVerdict.NoEffect && !Judging.HardlyBad(r.Result!))
            Judging.GiveUp(d, r, Judging.Shares(ReasonCodes.NoEffect, r.Result!));
        else if (r.Recipe.Dose()!.After(now) <= Recipes.Dose.UnprovenPerMille)
            Grow(d, r, ReasonCodes.DoseUnproven);
        else
            Judging.GiveUp(d, r, Reason.Of(ReasonCodes.DoseNotProven, ("dose", $"{now}")));
    }

    /// <summary>One dose less on the way back to normal; false when the next step is to end it.</summary>
    public static bool Lessen(Deliberation d, Remediation r)
    {
        if (r.Recipe.Dose() is not { } dose || dose.Before(r.DoseNow()) is var less && less == 0) return false;
        Give(d, r, less, Reason.Of(ReasonCodes.DoseLess, ("from", $"{r.DoseNow()}"), ("to", $"{less}")));
        d.Wake(d.At + LookAfterLess, "return/" + r.Id);
        return true;
    }

    /// <summary>True while the last smaller dose has not been borne for long enough.</summary>
    public static bool Wait(Deliberation d, Remediation r)
    {
        var due = r.DosedAt + LookAfterLess;
        if (r.DoseNow() == r.MostDose || due <= d.At) return false;
        d.Wake(due, "return/" + r.Id);
        return true;
    }

    /// <summary>Trouble came back with a smaller dose: the one that was borne is given again.</summary>
    public static bool Relapsed(Deliberation d, Remediation r)
    {
        if (r.DoseNow() >= r.MostDose || !Fleet.InTrouble(d.State, r.Target)) return false;
        Give(d, r, r.MostDose, Reason.Of(ReasonCodes.DoseRelapsed, ("from", $"{r.DoseNow()}"), ("to", $"{r.MostDose}")));
        return true;
    }

    private static void Grow(Deliberation d, Remediation r, string code)
    {
        if (Steps.StoppedBy(d.State, r.Target) is { } brake)
        {
            d.Because(brake);
            return;
        }
        var (now, next) = (r.DoseNow(), r.Recipe.Dose()!.After(r.DoseNow()));
        if (WhyNoMore(d, r, next) is { } veto)
        {
            var capped = Reason.Of(ReasonCodes.DoseCapped, ("dose", $"{now}"), ("veto", veto.ToString()));
            if (code == ReasonCodes.DoseHelps) Judging.Keep(d, r.Id, capped);
            else Judging.GiveUp(d, r, capped);
            return;
        }
        Give(d, r, next, Reason.Of(code, ("from", $"{now}"), ("to", $"{next}")));
        Judging.Ask(d, r.Id);
    }

    private static void Give(Deliberation d, Remediation r, int perMille, Reason why)
    {
        d.Because(why);
        d.Emit(new DoseChanged(r.Id, r.DoseNow(), perMille, why, d.At));
        Steps.Say(d, r.Id, r.Recipe.Steps[^1].Verb, perMille);
    }

    /// <summary>What forbids the next dose; a policy that is gone forbids it, too.</summary>
    private static Reason? WhyNoMore(Deliberation d, Remediation r, int next)
    {
        var policy = d.State.Policies.PoliciesFor(r.Target.Service).FirstOrDefault(p => p.Name == r.Policy);
        if (policy is null || !d.State.Incidents.TryGetValue(r.Incident, out var incident))
            return Reason.Of(ReasonCodes.NoPolicy, ("service", r.Target.Service.ToString()));
        var suspect = new Suspect(r.Target, r.Fault, 0, "");
        var proposal = new Proposal(incident, policy, r.Recipe, r.Target, suspect, null) { DosePerMille = next };
        return GuardrailList.Check(GuardrailList.OfMore, proposal, d.State, d.At).FirstOrDefault();
    }
}
