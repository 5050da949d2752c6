using Prunella.Contracts;

namespace Prunella.Diagnosis.Ranking;

/// <summary>Which kind of fault a set of unhealthy verdicts shows.</summary>
/// <remarks>
/// What the evidence itself names comes first, the most certain kind before the others: dead, then
/// not answering, then wrong, then late. Of a whole service that does not answer in time nothing
/// says that it hangs: it is late. What is full must be named by its detector: a level alone does
/// not say whether it is of memory or of a pool. What names no kind and began after a deploy is a
/// bad deploy; what names one keeps it, because that is what its remedies are for.
/// </remarks>
internal static class FaultNaming
{
    private static readonly FaultKind[] Order =
    [
        FaultKind.Crash, FaultKind.Hang, FaultKind.Errors, FaultKind.Slow, FaultKind.Leak, FaultKind.SaturationMemory,
        FaultKind.SaturationCpu, FaultKind.SaturationDisk, FaultKind.SaturationPool, FaultKind.QueueLag,
        FaultKind.Network,
    ];

    public static FaultKind OfInstance(IReadOnlyList<Verdict> verdicts)
    {
        var named = verdicts.Select(Name).ToArray();
        var unnamed = verdicts.Any(v => v.Evidence.Deploy is not null) ? FaultKind.BadDeploy : FaultKind.Unknown;
        return Order.FirstOrDefault(named.Contains, unnamed);
    }

    public static FaultKind OfService(Condition condition)
    {
        var all = condition.Own.Concat(condition.Bad.Values.SelectMany(v => v)).ToArray();
        var dead = condition.Bad.Values.Count(v => OfInstance(v) == FaultKind.Crash);
        if (dead > 0 && dead == condition.Known.Count) return FaultKind.Crash;
        // Some dead among others that are bad: the service's trouble is what the others show, if
        // they show anything.
        var kind = OfInstance([.. all.Where(v => v.Fault != FaultKind.Crash)]);
        return kind switch
        {
            FaultKind.Hang => FaultKind.Slow,
            FaultKind.Unknown or FaultKind.BadDeploy => OfInstance(all),
            _ => kind,
        };
    }

    private static FaultKind Name(Verdict verdict) => verdict.Signal switch
    {
        _ when verdict.Fault != FaultKind.Unknown => verdict.Fault,
        SignalKind.Latency => FaultKind.Slow,
        SignalKind.Errors => FaultKind.Errors,
        SignalKind.Backlog => FaultKind.QueueLag,
        _ => FaultKind.Unknown,
    };
}
