using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;

namespace Prunella.Kernel;

/// <summary>Writes down what the kernel was told, before anything is concluded from it.</summary>
internal static class Notes
{
    public static void Policies(Deliberation d, PolicySetOffered offered) => Staging.Offer(d, offered);

    public static void Verdicts(Deliberation d, VerdictsReported reported)
    {
        for (var i = 0; i < reported.Coverage.Count; i++) d.Emit(new CoverageNoted(reported.Coverage[i], d.At));
        for (var i = 0; i < reported.Verdicts.Count; i++) d.Emit(new VerdictNoted(reported.Verdicts[i], d.At));
    }

    public static void Rankings(Deliberation d, RankingsReported reported) =>
        d.Emit(new RankingsNoted(reported.Rankings, d.At));

    /// <summary>A report names all destinations; what its gateway had taken out and now holds or
    /// names no longer is back in.</summary>
    public static void Gateway(Deliberation d, GatewayReport report)
    {
        if (d.State.ReflexEjections.IsEmpty && !report.Destinations.Any(s => s.EjectedByReflex)) return;
        var isOut = report.Destinations.Where(s => s.EjectedByReflex).OrderBy(s => s.Instance).ToArray();
        foreach (var destination in isOut)
        {
            if (!d.State.ReflexEjections.ContainsKey(destination.Instance.ToString()))
                d.Emit(new ReflexEjected(destination.Instance, report.Gateway,
                    destination.EjectedSinceUnixNanos, d.At));
        }
        foreach (var (instance, gateway) in d.State.ReflexEjections)
        {
            // Another gateway's word on its own traffic is not this one's to take back.
            if (gateway == report.Gateway && !isOut.Any(s => s.Instance.ToString() == instance))
                d.Emit(new ReflexRestored(InstanceId.Parse(instance), report.Gateway, d.At));
        }
    }

    public static void Freeze(Deliberation d, FreezeCommanded freeze)
    {
        if (d.State.Freezes.TryGetValue(freeze.Source, out var on))
            d.Because(Reason.Of(ReasonCodes.FrozenAlready, ("source", on.Source), ("by", on.By)));
        else
            d.Emit(new Frozen(freeze.Source, d.Input.Actor.Name, freeze.Why, d.At));
    }

    /// <summary>A person who lets the healer act again by command has looked: hands go back on as well.</summary>
    public static void Unfreeze(Deliberation d, UnfreezeCommanded unfreeze)
    {
        var lifts = d.State.Freezes.ContainsKey(unfreeze.Source) || Lifts(unfreeze.Source) && !d.State.HandsOff.IsEmpty;
        // Only a person's word lets go what the canaries stopped.
        if (Lifts(unfreeze.Source) && d.State.Freezes.ContainsKey("canary")) d.Emit(new Unfrozen("canary", d.Input.Actor.Name, d.At));
        else if (!lifts) d.Because(Reason.Of(ReasonCodes.NotFrozen, ("source", unfreeze.Source)));
        if (lifts) d.Emit(new Unfrozen(unfreeze.Source, d.Input.Actor.Name, d.At));
    }

    /// <summary>A file that goes away is no word of a person on a broken invariant.</summary>
    internal static bool Lifts(string source) => source == "api";
}
