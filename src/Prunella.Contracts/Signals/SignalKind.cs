namespace Prunella.Contracts;

/// <summary>What a signal tells: the five golden kinds, and plain numbers without a meaning of their own.</summary>
public enum SignalKind
{
    /// <summary>How long it takes, in seconds, as a histogram.</summary>
    Latency,

    /// <summary>How many of how many failed.</summary>
    Errors,

    /// <summary>How many per second.</summary>
    Traffic,

    /// <summary>How full a bounded thing is, as a share of its limit in 0..1, or as an amount when no limit is
    /// known.</summary>
    Saturation,

    /// <summary>How much waits.</summary>
    Backlog,

    /// <summary>A plain level.</summary>
    Gauge,

    /// <summary>A plain monotonic sum.</summary>
    Counter,
}
