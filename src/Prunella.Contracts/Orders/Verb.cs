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

    /// <summary>Move a share of the traffic of an instance, a zone or a region to the rest of its service, per mille
    /// (gateway).</summary>
    Shift,
}
