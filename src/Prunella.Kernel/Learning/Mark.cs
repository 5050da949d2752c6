using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Incidents;

namespace Prunella.Kernel.Learning;

/// <summary>A person's word on an incident, as it stands: one per incident and person, the latest.</summary>
/// <param name="Incident"><c>i7</c>.</param>
/// <param name="By">Name of the token that said it.</param>
/// <param name="Kind">What was said.</param>
/// <param name="Suspect">Of a wrong diagnosis: where it really was, when the person knows; else null.</param>
/// <param name="Fault">Of a wrong diagnosis: what it really was, likewise.</param>
/// <param name="Remediation">Of a wrong remedy: which one (<c>i7.r2</c>); else empty.</param>
/// <param name="Alarms">The detectors that had spoken when it was said; kept here, because the incident is forgotten
/// before its marks are.</param>
/// <param name="At">When it was said.</param>
public sealed record Mark(
    string Incident,
    string By,
    MarkKind Kind,
    Subject? Suspect,
    FaultKind? Fault,
    string Remediation,
    ImmutableArray<Alarm> Alarms,
    long At);

/// <summary>A detector's part in an incident.</summary>
/// <param name="Detector">Its name.</param>
/// <param name="Surprise">The greatest that it told of; 0 when it is not statistical.</param>
public sealed record Alarm(string Detector, int Surprise);

/// <summary>What is remembered of an incident that is over, so that it can still be marked.</summary>
/// <param name="Id"><c>i7</c>.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Suspect">The best suspect when it ended, or null.</param>
/// <param name="Fault">Its kind of fault.</param>
/// <param name="Alarms">The detectors that spoke, by name.</param>
/// <param name="Tried">The remedies, oldest first.</param>
/// <param name="ClosedAt">When it ended.</param>
public sealed record ClosedIncident(
    string Id,
    string Outcome,
    Subject? Suspect,
    FaultKind Fault,
    ImmutableArray<Alarm> Alarms,
    ImmutableArray<Tried> Tried,
    long ClosedAt);
