namespace Prunella.Contracts;

/// <summary>How an instance answered a probe, or what the platform said of it.</summary>
public enum ProbeOutcome
{
    /// <summary>Answered as it should, in time.</summary>
    Ok,

    /// <summary>Nobody listens: positive evidence of death.</summary>
    Refused,

    /// <summary>Connected or not, no answer in time.</summary>
    TimedOut,

    /// <summary>Answered, but with a failure (status, wrong body, NOT_SERVING).</summary>
    Unhealthy,

    /// <summary>The platform reports that the process has ended: positive evidence of death.</summary>
    Exited,

    /// <summary>The prober itself could not ask (no route, name not resolved, too many open files): tells
    /// nothing.</summary>
    Unknown,
}

/// <summary>One probe of one instance, or one report of the platform about it.</summary>
/// <param name="Instance">Who was asked.</param>
/// <param name="TimeUnixNanos">When the answer or its absence was known, Unix nanoseconds UTC.</param>
/// <param name="Outcome">How it answered.</param>
/// <param name="DurationNanos">How long it took; the timeout when it timed out.</param>
/// <param name="Witness"><see cref="Contracts.Witness.Probe"/> or <see cref="Contracts.Witness.Platform"/>.</param>
public readonly record struct ProbeResult(
    InstanceId Instance,
    long TimeUnixNanos,
    ProbeOutcome Outcome,
    long DurationNanos,
    Witness Witness);
