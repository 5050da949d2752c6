namespace Prunella.Contracts;

/// <summary>Where an instance runs: the failure domains that guardrails count in.</summary>
/// <param name="Region"><c>cloud.region</c>, or empty.</param>
/// <param name="Zone"><c>cloud.availability_zone</c>; the host name where a fleet knows no zones.</param>
/// <param name="Host"><c>host.name</c>, or empty.</param>
public sealed record Place(string Region, string Zone, string Host)
{
    /// <summary>The place of an instance about which nothing is known.</summary>
    public static readonly Place Unknown = new("", "", "");
}
