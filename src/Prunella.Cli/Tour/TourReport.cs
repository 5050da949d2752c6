namespace Prunella.Cli.Tour;

/// <summary>How the tour runs.</summary>
/// <param name="Seed">Draws targets and order.</param>
/// <param name="Control">Time without a fault before the first.</param>
/// <param name="Quiet">When set: only run so long without a fault.</param>
/// <param name="Json">Print one JSON document instead of lines.</param>
internal sealed record TourOptions(int Seed, TimeSpan Control, TimeSpan Quiet, bool Json);

/// <summary>What a tour found; its JSON is a contract (docs/reference/cli.md).</summary>
internal sealed record TourReport(
    int SchemaVersion, int Seed, double ControlSeconds, long ControlActions, IReadOnlyList<FaultReport> Faults);

/// <summary>What became of one fault. Seconds count from its injection; null means never.</summary>
/// <param name="Fault">Which.</param>
/// <param name="Target">On what.</param>
/// <param name="DetectedAfterSeconds">Until the incident was opened.</param>
/// <param name="MitigatedAfterSeconds">Until users were served well again.</param>
/// <param name="RequestsFailed">Requests not good until then.</param>
/// <param name="RequestsDegraded">Good requests answered by a fallback until the fault was cleared.</param>
/// <param name="Remedy">Recipes tried, first to last.</param>
/// <param name="Verification">How the last one was judged, with its numbers.</param>
/// <param name="LeaseSeconds">Lease of its temporary change; 0 when it has none.</param>
/// <param name="FalseActions">Effects on anything but the faulty target or its callers' route to it.</param>
/// <param name="ReturnedToBaseline">Afterwards no incident was open, no remedy in force, and users were served
/// well.</param>
internal sealed record FaultReport(
    string Fault,
    string Target,
    double? DetectedAfterSeconds,
    double? MitigatedAfterSeconds,
    long RequestsFailed,
    long RequestsDegraded,
    string Remedy,
    string Verification,
    double LeaseSeconds,
    int FalseActions,
    bool ReturnedToBaseline)
{
    /// <summary>Detected, mitigated, judged a help, back at baseline, and nothing else touched.</summary>
    public bool Healed =>
        DetectedAfterSeconds is not null && MitigatedAfterSeconds is not null && Remedy.Length > 0
        && FalseActions == 0 && ReturnedToBaseline;
}
