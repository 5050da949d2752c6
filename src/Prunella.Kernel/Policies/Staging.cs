using System.Collections.Immutable;
using System.Text;

using Prunella.Contracts;
using Prunella.Kernel.Approvals;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Incidents;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Policies;

/// <summary>New policies come into force in stages, and go out by themselves when they do harm.</summary>
/// <remarks>
/// In the shadow they decide and nothing is done; in a share of the services they decide there and the active ones
/// decide elsewhere; then everywhere. A staged set is withdrawn at the first remedy of its own that did harm, and when,
/// after at least three that had no effect, more of its remedies had none than of the active set's. Three, because two
/// may be one target's; harm needs no second time. What it began goes on to be judged, held or taken back as ever.
/// </remarks>
internal static class Staging
{
    private const int LeastWithoutEffect = 3;

    /// <summary>Takes an offered set: the active one stays what it is until the new one stands beside or in its
    /// place.</summary>
    public static void Offer(Deliberation d, PolicySetOffered offered)
    {
        var by = d.Input.Actor.Name;
        if (offered.Hash == d.State.PolicyHash)
        {
            d.Because(Reason.Of(ReasonCodes.PoliciesUnchanged, ("hash", Short(offered.Hash))));
            if (d.State.Staged is { } other && offered.Stage == PolicyStage.All)
                Withdraw(d, other.Hash, Reason.Of(ReasonCodes.PoliciesSuperseded, ("hash", Short(other.Hash))), by);
            return;
        }
        if (BeyondReach(offered.Set) is { } missing)
        {
            d.Because(missing);
            return;
        }
        if (offered.Stage != PolicyStage.All)
        {
            d.Emit(new PolicySetStaged(
                offered.Hash, offered.Stage, offered.SharePerMille, Services(d.State.Active, offered), by, d.At));
            return;
        }
        if (d.State.Staged is { } staged && staged.Hash != offered.Hash)
            Withdraw(d, staged.Hash, Reason.Of(ReasonCodes.PoliciesSuperseded, ("hash", Short(staged.Hash))), by);
        d.Emit(new PolicySetActivated(offered.Hash, by, d.At));
    }

    /// <summary>Back at once: what is staged goes, else the set before the active one comes back.</summary>
    public static void RollBack(Deliberation d)
    {
        var by = d.Input.Actor.Name;
        if (d.State.Staged is { } staged)
        {
            Withdraw(d, staged.Hash, Reason.Of(ReasonCodes.PoliciesRolledBack, ("hash", Short(staged.Hash)), ("by", by)), by);
            return;
        }
        if (d.State.Previous is not { } previous)
        {
            d.Because(Reason.Of(ReasonCodes.PoliciesNoneBefore, ("hash", Short(d.State.PolicyHash))));
            return;
        }
        Withdraw(d, d.State.PolicyHash, Reason.Of(ReasonCodes.PoliciesRolledBack, ("hash", Short(d.State.PolicyHash)), ("by", by)), by);
        d.Emit(new PolicySetActivated(previous.Hash, by, d.At));
    }

    /// <summary>Withdraws the staged set when it does harm where it is in force.</summary>
    public static void Review(Deliberation d)
    {
        if (d.State.Staged is not { Stage: PolicyStage.Share } staged) return;
        var own = d.State.Tallies.GetValueOrDefault(staged.Hash, PolicyTally.None);
        var before = d.State.Tallies.GetValueOrDefault(d.State.PolicyHash, PolicyTally.None);
        var why = own.Harmful > 0
            ? Reason.Of(ReasonCodes.PoliciesHarmful, ("hash", Short(staged.Hash)), ("remediation", own.LastHarm))
            : own.NoEffect >= LeastWithoutEffect && own.NoEffect * before.Ended > before.NoEffect * own.Ended
                || own.NoEffect >= LeastWithoutEffect && before.Ended == 0
                ? Reason.Of(ReasonCodes.PoliciesWithoutEffect, ("hash", Short(staged.Hash)), ("have", $"{own.WithoutEffectPerMille}"), ("before", $"{before.WithoutEffectPerMille}"))
                : null;
        if (why is null) return;
        Withdraw(d, staged.Hash, why, "healer");
        d.Want(new TellPerson("fleet", $"The staged policies {Short(staged.Hash)} are withdrawn, and {Short(d.State.PolicyHash)} are in force everywhere: {why}. prunella status"));
    }

    /// <summary>Says what the set in the shadow would do about what is to be decided now.</summary>
    public static void Shadow(Deliberation d)
    {
        if (d.State.Staged is not { Stage: PolicyStage.Shadow } staged) return;
        var asIf = d.State with { Policies = staged.Index, PolicyHash = staged.Hash };
        foreach (var incident in d.State.Incidents.Values)
        {
            if (incident.Symptoms.IsEmpty || d.State.Remediations.Values.Any(r => r.Incident == incident.Id)) continue;
            var (would, reasons) = Would(asIf, incident, d.At);
            if (incident.LastShadow == staged.Hash + would) continue;
            d.Emit(new ShadowDecided(incident.Id, staged.Hash, would, reasons.IsDefault ? [] : reasons, d.At));
        }
    }

    private static (string Would, ImmutableArray<Reason> Reasons) Would(KernelState asIf, Incident incident, long at)
    {
        var judged = Asking.JudgedIn(asIf, incident, at);
        var choice = Weighing.ChoiceAmong(judged, asIf, at);
        if (choice.Instead is { } instead) return ("", [instead]);
        if (choice.Best is { } best) return (Said(best), []);
        return Asking.FirstOf(judged, asIf, at) is { } ask
            ? (Said(ask), [Asking.Needed(asIf, ask)])
            : ("", judged.FirstOrDefault().Vetoes);
    }

    private static string Said(Proposal proposal) => $"{proposal.Recipe.Name} on {proposal.Target}";

    /// <summary>The services in the share: those that policies select, in the order of a hash of their names, so that
    /// it is known in advance which come first, and a greater share only adds to them. At least one.</summary>
    private static ServiceId[] Services(PolicyIndex active, PolicySetOffered offered)
    {
        if (offered.Stage != PolicyStage.Share) return [];
        var services = active.Set.Policies.Concat(offered.Set.Policies).SelectMany(p => p.Services()).Distinct()
            .OrderBy(s => Stable("share|" + s)).ThenBy(s => s).ToArray();
        return [.. services.Take(Math.Max(1, services.Length * offered.SharePerMille / 1000)).Order()];
    }

    /// <summary>The first step that a policy asks for and nobody can carry out, or null: a set that promises what
    /// will not be done is no set to decide by.</summary>
    private static Reason? BeyondReach(PolicySet set) =>
        (from policy in set.Policies
         from name in policy.Remedies
         from recipe in set.Recipes
         where recipe.Name == name
         let step = recipe.Missing()
         where step is not null
         select Reason.Of(
             ReasonCodes.PoliciesBeyondReach, ("policy", policy.Name), ("recipe", name), ("verb", $"{step.Verb}"),
             ("actuator", step.Verb.Facts().Actuator))).FirstOrDefault();

    private static void Withdraw(Deliberation d, string hash, Reason why, string by)
    {
        d.Because(why);
        d.Emit(new PolicySetWithdrawn(hash, why, by, d.At));
    }

    private static string Short(string hash) => hash[..Math.Min(8, hash.Length)];

    /// <summary>FNV-1a, 64 bits: the same on every machine, for ever.</summary>
    private static ulong Stable(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in Encoding.UTF8.GetBytes(text)) hash = unchecked((hash ^ b) * 1099511628211UL);
        return hash;
    }
}
