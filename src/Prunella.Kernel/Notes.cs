using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Reasons;

namespace Prunella.Kernel;

/// <summary>Writes down what the kernel was told, before anything is concluded from it.</summary>
internal static class Notes
{
    public static void Policies(Deliberation d, PolicySetOffered offered)
    {
        if (offered.Hash == d.State.PolicyHash) d.Because(Reason.Of(ReasonCodes.PoliciesUnchanged, ("hash", offered.Hash[..8])));
        else d.Emit(new PolicySetActivated(offered.Hash, d.At));
    }

    public static void Verdicts(Deliberation d, VerdictsReported reported)
    {
        foreach (var coverage in reported.Coverage) d.Emit(new CoverageNoted(coverage, d.At));
        foreach (var verdict in reported.Verdicts) d.Emit(new VerdictNoted(verdict, d.At));
    }

    public static void Rankings(Deliberation d, RankingsReported reported) => d.Emit(new RankingsNoted(reported.Rankings, d.At));

    public static void Gateway(Deliberation d, GatewayReport report)
    {
        foreach (var destination in report.Destinations)
        {
            var known = d.State.ReflexEjections.ContainsKey(destination.Instance.ToString());
            if (destination.EjectedByReflex && !known)
                d.Emit(new ReflexEjected(destination.Instance, report.Gateway, destination.EjectedSinceUnixNanos, d.At));
            else if (!destination.EjectedByReflex && known)
                d.Emit(new ReflexRestored(destination.Instance, report.Gateway, d.At));
        }
    }

    public static void Freeze(Deliberation d, FreezeCommanded freeze)
    {
        if (d.State.Freezes.TryGetValue(freeze.Source, out var on))
            d.Because(Reason.Of(ReasonCodes.FrozenAlready, ("source", on.Source), ("by", on.By)));
        else
            d.Emit(new Frozen(freeze.Source, d.Input.Actor.Name, freeze.Why, d.At));
    }

    public static void Unfreeze(Deliberation d, UnfreezeCommanded unfreeze)
    {
        if (d.State.Freezes.ContainsKey(unfreeze.Source)) d.Emit(new Unfrozen(unfreeze.Source, d.Input.Actor.Name, d.At));
        else d.Because(Reason.Of(ReasonCodes.NotFrozen, ("source", unfreeze.Source)));
    }
}
