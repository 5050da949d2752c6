namespace Prunella.Contracts;

/// <summary>Somebody says that a version of a service is being deployed, or has just been.</summary>
/// <param name="Service">Of which service.</param>
/// <param name="Version">As people know it: 1 to 120 characters.</param>
/// <param name="AtUnixNanos">When it began, Unix nanoseconds UTC.</param>
public sealed record DeployMark(ServiceId Service, string Version, long AtUnixNanos);
