using Prunella.Contracts;

namespace Prunella.Detection;

/// <summary>Who sees whom, and who once did and has fallen silent.</summary>
internal sealed class CoverageBook
{
    private const long Patience = 5_000_000_000;
    private readonly SortedDictionary<Subject, SortedDictionary<Witness, long>> _lastSeen = [];
    private readonly SortedDictionary<Subject, Coverage> _told = [];

    public void Saw(Subject subject, Witness witness, long at)
    {
        if (!_lastSeen.TryGetValue(subject, out var seen)) _lastSeen[subject] = seen = [];
        seen[witness] = Math.Max(at, seen.GetValueOrDefault(witness));
    }

    /// <summary>Coverage that changed.</summary>
    public IReadOnlyList<Coverage> Tell(IEnumerable<SignalStream> streams, long at)
    {
        foreach (var stream in streams)
        {
            if (stream.LastAt > 0) Saw(stream.Subject, stream.Witness,
                stream.IsStale(at) ? Math.Min(stream.LastAt, at - Patience - 1) : at);
        }
        var changed = new List<Coverage>();
        foreach (var (subject, seen) in _lastSeen)
        {
            var live = Witness.None;
            var stale = Witness.None;
            foreach (var (witness, last) in seen)
            {
                if (at - last <= Patience) live |= witness;
                else stale |= witness;
            }
            var coverage = new Coverage(subject, live, stale);
            if (_told.TryGetValue(subject, out var told) && told == coverage) continue;
            _told[subject] = coverage;
            changed.Add(coverage);
        }
        return changed;
    }
}
