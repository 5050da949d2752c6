namespace Prunella.Senses.Otlp.Wire;

/// <summary>
/// A body cannot be read; raised by the readers, caught once, at the rim of the intake.
/// </summary>
internal sealed class MalformedTelemetryException : Exception
{
    public MalformedTelemetryException() { }

    public MalformedTelemetryException(string message) : base(message) { }

    public MalformedTelemetryException(string message, Exception inner) : base(message, inner) { }
}
