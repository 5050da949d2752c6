using Prunella.Contracts;

namespace Prunella.Diagnosis.Ranking;

/// <summary>The kinds of fault that diagnosis can name in this version: a remedy that serves none of them is never
/// weighed.</summary>
/// <remarks>What detectors name comes through unchanged, so this is the list of what detectors and
/// <see cref="FaultNaming"/> know; others of the closed list wait for their detectors.</remarks>
public static class RankedFaults
{
    /// <summary>In the order of <see cref="FaultKind"/>.</summary>
    public static readonly IReadOnlyList<FaultKind> All =
    [
        FaultKind.Unknown, FaultKind.Crash, FaultKind.Hang, FaultKind.Slow, FaultKind.Errors, FaultKind.Network,
        FaultKind.SaturationCpu, FaultKind.SaturationMemory, FaultKind.SaturationDisk, FaultKind.SaturationPool,
        FaultKind.Leak, FaultKind.BadDeploy, FaultKind.QueueLag,
    ];
}
