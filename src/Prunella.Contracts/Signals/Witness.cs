namespace Prunella.Contracts;

/// <summary>Who saw it. Witnesses are independent when they would not all lie together.</summary>
/// <remarks>
/// Pushed telemetry can be forged or lost with its sender, so it alone permits no disruption above low;
/// an exit code, a refused connection or a failed probe of our own is positive evidence.
/// </remarks>
[Flags]
public enum Witness
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>The healer's own probe.</summary>
    Probe = 1,

    /// <summary>A gateway that carried the traffic.</summary>
    Gateway = 2,

    /// <summary>Telemetry pushed by the subject itself or by its callers.</summary>
    Telemetry = 4,

    /// <summary>The platform that runs the subject: a process's exit, a container's state.</summary>
    Platform = 8,
}
