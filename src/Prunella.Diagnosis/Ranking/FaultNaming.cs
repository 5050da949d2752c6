using Prunella.Contracts;

namespace Prunella.Diagnosis.Ranking;

/// <summary>Which kind of fault a set of unhealthy verdicts shows.</summary>
/// <remarks>
/// What the evidence itself names comes first, the most certain kind before the others: dead, then not answering, then
/// wrong, then late. Of a whole service that does not answer in time nothing says that it hangs: it is late.
/// </remarks>
internal static class FaultNaming
{
    private static readonly FaultKind[] Order =
    [
        FaultKind.Crash, FaultKind.Hang, FaultKind.Errors, FaultKind.Slow, FaultKind.Leak, FaultKind.SaturationMemory,
        FaultKind.SaturationCpu, FaultKind.SaturationDisk, FaultKind.SaturationPool, FaultKind.QueueLag, FaultKind.Network,
    ];

    public static FaultKind OfInstance(IReadOnlyList<Verdict> verdicts)
    {
        var named = verdicts.Select(Name).ToArray();
        return Order.FirstOrDefault(named.Contains, FaultKind.Unknown);
    }

    public static FaultKind OfService(Condition condition)
    {
        var all = condition.Own.Concat(condition.Bad.Values.SelectMany(v => v)).ToArray();
        var byInstance = condition.Bad.Values.Select(OfInstance).ToArray();
        if (byInstance.Length > 0 && byInstance.Length == condition.Known.Count && byInstance.All(f => f == FaultKind.Crash)) return FaultKind.Crash;
        var kind = OfInstance([.. all.Where(v => v.Fault != FaultKind.Crash)]);
        return kind == FaultKind.Hang ? FaultKind.Slow : kind == FaultKind.Unknown ? OfInstance(all) : kind;
    }

    private static FaultKind Name(Verdict verdict) => verdict.Fault != FaultKind.Unknown ? verdict.Fault : verdict.Signal switch
    {
        SignalKind.Latency => FaultKind.Slow,
        SignalKind.Errors => FaultKind.Errors,
        SignalKind.Backlog => FaultKind.QueueLag,
        SignalKind.Saturation => FaultKind.SaturationMemory,
        _ => FaultKind.Unknown,
    };
}
