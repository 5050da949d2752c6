using Prunella.Contracts;

namespace Prunella.Diagnosis.Topology;

/// <summary>Who calls whom: declared edges, and edges seen in spans with their last minute.</summary>
/// <remarks>
/// A learnt edge never overrides a declaration; both are kept apart so that the difference can be shown. The number of
/// edges is bounded: the one that was silent longest goes.
/// </remarks>
internal sealed class CallGraph(int mostEdges)
{
    private readonly SortedDictionary<DependencyId, EdgeMinute> _edges = [];
    private SortedSet<DependencyId> _declared = [];

    public void Declare(IReadOnlyList<DependencyId> dependencies) => _declared = [.. dependencies];

    public void Saw(DependencyId edge, long atNanos, long durationNanos, bool failed)
    {
        if (!_edges.TryGetValue(edge, out var minute))
        {
            if (_edges.Count >= mostEdges) _edges.Remove(_edges.MinBy(e => e.Value.LastAt).Key);
            _edges[edge] = minute = new EdgeMinute();
        }
        minute.Add(atNanos, durationNanos, failed);
    }

    public bool IsKnown(DependencyId edge) => _declared.Contains(edge) || _edges.ContainsKey(edge);

    public IEnumerable<ServiceId> CalleesOf(ServiceId caller) => All().Where(e => e.Caller == caller).Select(e => e.Callee);

    public IEnumerable<ServiceId> CallersOf(ServiceId callee) => All().Where(e => e.Callee == callee).Select(e => e.Caller);

    public IReadOnlyList<EdgeReading> Read(long atNanos) =>
    [
        .. All().Select(id =>
        {
            var (calls, failed, mean) = _edges.TryGetValue(id, out var minute) ? minute.Read(atNanos) : (0, 0, 0);
            return new EdgeReading(id, _declared.Contains(id), _edges.ContainsKey(id), calls, failed, mean);
        }),
    ];

    private IEnumerable<DependencyId> All() => _declared.Union(_edges.Keys).Order();
}
