namespace Prunella.Contracts;

/// <summary>What an order may ask of an actuator: typed and closed, no shell text anywhere.</summary>
public enum Verb
{
    /// <summary>Take an instance out of the traffic (gateway).</summary>
    Eject,

    /// <summary>Give an instance a share of its traffic, per mille of an equal share (gateway).</summary>
    Weight,

    /// <summary>Stop calling a dependency, letting a trickle through to see whether it is back (gateway).</summary>
    OpenBreaker,

    /// <summary>Answer a dependency's callers with its declared static reply (gateway).</summary>
    ServeFallback,

    /// <summary>Stop the process and start it again (process supervisor).</summary>
    Restart,

    /// <summary>Start the process (process supervisor).</summary>
    Start,

    /// <summary>Stop the process (process supervisor).</summary>
    Stop,

    /// <summary>Bring the number of running instances to a count (process supervisor).</summary>
    Scale,

    /// <summary>Tell a person.</summary>
    Page,

    // New ones only at the end: what trust was earned with is known by a hash over these numbers.

    /// <summary>Let an instance back into the traffic that a reflex has taken out.</summary>
    Restore,

    /// <summary>Give an instance nothing new and let end what it has begun.</summary>
    Drain,

    /// <summary>Start another instance elsewhere, and then end this one.</summary>
    Replace,

    /// <summary>Bound the share of retries among the calls over a route; 0 forbids them.</summary>
    LimitRetries,

    /// <summary>Give up calls over a route sooner.</summary>
    Timeout,

    /// <summary>Bound how many requests a service works on at once.</summary>
    LimitConcurrency,

    /// <summary>Refuse a share of what a service's callers have marked as optional.</summary>
    Shed,

    /// <summary>Bound what each client may ask of a service.</summary>
    Throttle,

    /// <summary>Let only a share of the calls over a route through.</summary>
    Admit,

    /// <summary>Answer calls over a route with the last good reply, up to an age.</summary>
    ServeStale,

    /// <summary>Go back to the version of a service that ran before.</summary>
    RollbackVersion,

    /// <summary>Start more instances of a service.</summary>
    ScaleOut,

    /// <summary>Stop some instances of a service.</summary>
    ScaleIn,

    /// <summary>Let a service open more connections to what it calls.</summary>
    GrowPool,

    /// <summary>Let a service open fewer connections to what it calls.</summary>
    ShrinkPool,

    /// <summary>Compress a service's answers.</summary>
    Compress,

    /// <summary>Switch a feature of a service off.</summary>
    FlagOff,

    /// <summary>Let a service take nothing more from its queues.</summary>
    PauseConsumer,

    /// <summary>Move a share of the traffic of an instance, a zone or a region to the rest of its service, per mille
    /// (gateway).</summary>
    Shift,
}
