namespace Prunella.Kernel.Events;

/// <summary>Where a storm stands.</summary>
public enum StormPhase
{
    /// <summary>Much of the fleet is in trouble at once.</summary>
    Raging,

    /// <summary>It is less; the storm is over when that lasts.</summary>
    Lulled,

    /// <summary>It is over.</summary>
    Over,
}

/// <summary>A storm began, came back, lulled or ended.</summary>
/// <param name="Phase">Which.</param>
/// <param name="Incidents">Open incidents.</param>
/// <param name="Services">Services with symptoms.</param>
/// <param name="At">When.</param>
[JournalType("storm-noted", 1)]
public sealed record StormNoted(StormPhase Phase, int Incidents, int Services, long At) : KernelEvent;
