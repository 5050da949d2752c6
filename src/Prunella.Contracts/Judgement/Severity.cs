namespace Prunella.Contracts;

/// <summary>How bad an unhealthy verdict is, in whole classes: how far off, and for how long. Not how sure: that is its
/// confidence.</summary>
/// <remarks>While a verdict stays unhealthy its class only rises, so that what wavers around a border is told once.
/// Ordered from mild to bad.</remarks>
public enum Severity
{
    /// <summary>Off, and worth a look when there is time.</summary>
    Notice,

    /// <summary>Callers feel it, or soon will.</summary>
    Warning,

    /// <summary>Out of service, or close to it.</summary>
    Critical,
}
