using System.Globalization;

using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Runtime.Configuration.Documents;

namespace Prunella.Runtime.Configuration;

/// <summary>Objectives in words.</summary>
internal static class ObjectiveWords
{
    private const string ByDetectors = "what is usual for it, as detectors learn it: its probes, its failures, its latency, its traffic against its past and its peers";

    public static string Acceptable(Policy policy) =>
        policy.Objective is { } single ? Acceptable(single)
        : policy.Composite is { } composite ? Term(composite.Term) + For(composite.ForNanos)
        : ByDetectors;

    public static string Recovered(Policy policy) =>
        policy.Objective is { } single ? Recovered(single)
        : policy.Composite is { } composite
            ? $"that holds again, where {string.Join("; where ", composite.Term.Singles().Select(s => $"{Bound(s)}, {Recovered(s)}").Distinct())}"
            : "the detector that complained says healthy again, and of a dead or hung instance its probes";

    public static string Share(int perMille) => string.Create(CultureInfo.InvariantCulture, $"{perMille / 10m:0.#}%");

    private static string Term(ObjectiveTerm term) =>
        term.Single is { } single ? Bound(single) + Each(single)
        : term.All is { } all ? $"all of: {string.Join("; ", all.Select(Inner))}"
        : term.Any is { } any ? $"one of: {string.Join("; ", any.Select(Inner))}"
        : $"not: {Inner(term.Not!)}";

    private static string Inner(ObjectiveTerm term) => term.Single is null ? $"({Term(term)})" : Term(term);

    private static string Acceptable(Objective o) => Bound(o) + Each(o) + For(o.ForNanos);

    private static string Each(Objective o) => o.PerInstance == true ? ", of each instance by itself" : "";

    private static string For(long nanos) => nanos == 0 ? "" : $"; broken when not so for {Quantities.Say(nanos)}";

    private static string Bound(Objective o) => o.Budget is { } budget ? Budget(o, budget) : o.Signal switch
    {
        SignalKind.Latency => $"{Share(o.QuantilePerMille)} of answers {Between(o, m => Quantities.Say(m * 1_000_000))}",
        SignalKind.Errors => $"failed requests {Between(o, m => Share((int)m))}",
        SignalKind.Saturation => $"the fullest resource {Between(o, m => Share((int)m))} full",
        SignalKind.Traffic => $"requests per second {Between(o, Number)}",
        SignalKind.Backlog => $"the longest queue {Between(o, Number)}",
        _ => $"{o.Signal.ToString().ToLowerInvariant()} {Between(o, Number)}",
    };

    private static string Budget(Objective o, ErrorBudget budget)
    {
        var what = o.Signal == SignalKind.Latency ? $"answers later than {Quantities.Say(o.BelowMilli * 1_000_000)}" : "failed requests";
        var pairs = budget.Burn.Select(p => $"{(p.RateMilli / 1000m).ToString("0.###", CultureInfo.InvariantCulture)} times that over {Quantities.Say(p.LongNanos)} and {Quantities.Say(p.ShortNanos)}");
        return $"at most {(budget.AllowedPerMillion / 10_000m).ToString("0.####", CultureInfo.InvariantCulture)}% {what} over {Quantities.Say(budget.OverNanos)}, spent no faster than {string.Join(", or ", pairs)}";
    }

    private static string Between(Objective o, Func<long, string> say) => (o.BelowMilli, o.AboveMilli) switch
    {
        ( > 0, > 0) => $"between {say(o.AboveMilli)} and {say(o.BelowMilli)}",
        ( > 0, _) => $"below {say(o.BelowMilli)}",
        _ => $"above {say(o.AboveMilli)}",
    };

    private static string Recovered(Objective o)
    {
        var (to, time) = (o.Recovery?.ToPerMille ?? 0, o.Recovery?.ForNanos ?? 0);
        if (o.Budget is not null)
            return $"the short window burns at no more than {Share(to == 0 ? 500 : to)} of the rate for {Quantities.Say(time == 0 ? 60_000_000_000 : time)}";
        var isShare = o.Signal is SignalKind.Latency or SignalKind.Errors;
        var back = isShare ? $"no more than {Share(to == 0 ? 2000 : to)} of what is allowed is bad" : to is 0 or 1000 ? "it is within the bound" : $"it is within {Share(to)} of the bound";
        return $"{back} for {Quantities.Say(time == 0 ? 2_000_000_000 : time)}";
    }

    private static string Number(long milli) => (milli / 1000m).ToString("0.###", CultureInfo.InvariantCulture);
}
