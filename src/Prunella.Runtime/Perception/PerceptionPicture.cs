using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Detection;
using Prunella.Diagnosis;

namespace Prunella.Runtime.Perception;

/// <summary>What perception saw at its last tick, for views: immutable, replaced whole.</summary>
/// <param name="AtUnixNanos">When.</param>
/// <param name="Instances">Instances met, with place and version, by their text.</param>
/// <param name="Readings">Current readings.</param>
/// <param name="Edges">The call graph.</param>
/// <param name="ErrorLines">Last error lines of instances that are or were suspected, by the
/// instance's text; with their last warnings where their service is attended to.</param>
/// <param name="Shed">Telemetry not taken, by reason.</param>
public sealed record PerceptionPicture(
    long AtUnixNanos,
    IReadOnlyDictionary<string, InstanceSighting> Instances,
    IReadOnlyList<SignalReading> Readings,
    IReadOnlyList<EdgeReading> Edges,
    IReadOnlyDictionary<string, IReadOnlyList<LogLine>> ErrorLines,
    IReadOnlyList<Views.ShedCount> Shed)
{
    /// <summary>How closely detection looks.</summary>
    public Views.DetectionView Detection { get; init; } = Views.DetectionView.Empty;

    /// <summary>Before the first tick.</summary>
    public static readonly PerceptionPicture Empty = new(
        0,
        ImmutableDictionary<string, InstanceSighting>.Empty,
        [],
        [],
        ImmutableDictionary<string, IReadOnlyList<LogLine>>.Empty,
        []);
}
