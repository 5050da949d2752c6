namespace Prunella.Runtime.Views;

/// <summary>What holds the healer back beside the brake, in lines; none when nothing does.</summary>
public static class GuardText
{
    /// <summary>Of a status.</summary>
    public static IEnumerable<string> Lines(FleetStatus status)
    {
        if (status.Storm is { } storm)
        {
            var lull = storm.Lulled ? "; it is less now, and over when that lasts five minutes" : "";
            yield return $"a storm: {storm.Incidents} incidents over {storm.Services} services at once, so only mild remedies, one at a time{lull}";
        }
        foreach (var silence in status.Silences ?? []) yield return SilenceText.Line(silence, status.AtUnixNanos);
        if (status.Canaries is { Admitted: > 0 } canaries)
            yield return $"{canaries.Admitted} proposals that must be denied were let pass: report this as a defect";
    }
}
