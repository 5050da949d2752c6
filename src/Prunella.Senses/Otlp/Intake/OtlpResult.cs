namespace Prunella.Senses.Otlp;

/// <summary>Which of the three signals a request carries.</summary>
public enum OtlpSignal
{
    /// <summary>Metrics.</summary>
    Metrics,

    /// <summary>Traces.</summary>
    Traces,

    /// <summary>Logs.</summary>
    Logs,
}

/// <summary>How a body is written.</summary>
public enum OtlpEncoding
{
    /// <summary>Binary protobuf.</summary>
    Protobuf,

    /// <summary>OTLP's JSON.</summary>
    Json,
}

/// <summary>How an export ended, without the words of a transport.</summary>
public enum OtlpOutcome
{
    /// <summary>Taken, in whole or in part.</summary>
    Accepted,

    /// <summary>Cannot be read: sending it again will not help.</summary>
    Malformed,

    /// <summary>Too large: sending it again will not help.</summary>
    TooLarge,

    /// <summary>Not now: to be sent again.</summary>
    Overloaded,

    /// <summary>No credential, or one that is not known.</summary>
    Unauthenticated,

    /// <summary>The fleet of the credential is not healed here.</summary>
    UnknownFleet,
}

/// <summary>The answer to an export.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Rejected">
/// Items refused for good although the rest was taken; 0 with a message is a warning.
/// </param>
/// <param name="Message">
/// English, for the sender's log: what, why, what to do; empty when all is well.
/// </param>
/// <param name="RetryAfter">When to send again; only when overloaded.</param>
public readonly record struct OtlpResult(OtlpOutcome Outcome, long Rejected, string Message, TimeSpan RetryAfter)
{
    internal static OtlpResult Refuse(OtlpOutcome outcome, string message) => new(outcome, 0, message, TimeSpan.Zero);

    internal static OtlpResult Later(string message, TimeSpan after) => new(OtlpOutcome.Overloaded, 0, message, after);
}
