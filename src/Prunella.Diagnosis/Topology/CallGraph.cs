using Prunella.Contracts;

namespace Prunella.Diagnosis.Topology;

/// <summary>
/// Who calls whom: declared edges, and edges seen in spans with their last minute.
/// </summary>
/// <remarks>
/// A learnt edge never overrides a declaration; both are kept apart so that the difference can be
/// shown. The number of learnt edges is bounded: the one that was silent longest goes, and is
/// counted.
/// </remarks>
internal sealed class CallGraph(int mostEdges)
{
    private readonly SortedDictionary<DependencyId, EdgeMinute> _edges = [];
    private SortedSet<DependencyId> _declared = [];

    /// <summary>Learnt edges that had to go.</summary>
    public long Forgotten { get; private set; }

    public void Declare(IReadOnlyList<DependencyId> dependencies) => _declared = [.. dependencies];

    public void Saw(DependencyId edge, long atNanos, long durationNanos, bool failed)
    {
        if (!_edges.TryGetValue(edge, out var minute))
        {
            if (_edges.Count >= mostEdges)
            {
                _edges.Remove(_edges.MinBy(e => e.Value.LastAt).Key);
                Forgotten++;
            }
            _edges[edge] = minute = new EdgeMinute();
        }
        minute.Add(atNanos, durationNanos, failed);
    }

    /// <summary>Every edge, declared or learnt, ordered.</summary>
    public IReadOnlyList<DependencyId> Edges() => [.. _declared.Union(_edges.Keys).Order()];

    public IReadOnlyList<EdgeReading> Read(long atNanos) => [.. Edges().Select(id => Read(id, atNanos))];

    private EdgeReading Read(DependencyId id, long atNanos)
    {
        var seen = _edges.TryGetValue(id, out var minute);
        var (calls, failed, mean) = seen ? minute!.Read(atNanos) : (0, 0, 0);
        return new EdgeReading(id, _declared.Contains(id), seen, calls, failed, mean);
    }
}
