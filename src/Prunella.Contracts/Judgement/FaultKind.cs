namespace Prunella.Contracts;

/// <summary>What kind of trouble it is: a closed, versioned list shared by recipes, suspects, trust and
/// drills.</summary>
/// <remarks>Texts are the kebab-case names (<c>retry-storm</c>); a new kind is a new minor version of the
/// list.</remarks>
public enum FaultKind
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>The process is gone.</summary>
    Crash,

    /// <summary>The process is there and does not answer.</summary>
    Hang,

    /// <summary>It answers late.</summary>
    Slow,

    /// <summary>It answers with failures.</summary>
    Errors,

    /// <summary>The way to it is broken.</summary>
    Network,

    /// <summary>More arrives than it can serve.</summary>
    Overload,

    /// <summary>Retries keep the load up after its cause has gone.</summary>
    RetryStorm,

    /// <summary>Processor exhausted.</summary>
    SaturationCpu,

    /// <summary>Memory exhausted.</summary>
    SaturationMemory,

    /// <summary>Disk exhausted.</summary>
    SaturationDisk,

    /// <summary>A pool of connections or workers exhausted.</summary>
    SaturationPool,

    /// <summary>A resource grows without bound.</summary>
    Leak,

    /// <summary>Something it calls is in trouble.</summary>
    Dependency,

    /// <summary>A new version is at fault.</summary>
    BadDeploy,

    /// <summary>A configuration is at fault.</summary>
    BadConfig,

    /// <summary>A queue is not drained.</summary>
    QueueLag,

    /// <summary>A zone is in trouble.</summary>
    ZoneDegraded,

    /// <summary>A region is in trouble.</summary>
    RegionDegraded,

    /// <summary>It goes up and down.</summary>
    Flapping,

    /// <summary>Signals are missing.</summary>
    TelemetryLost,

    /// <summary>The cause lies outside the fleet.</summary>
    External,
}
