using Prunella.Contracts;

namespace Prunella.Detection;

/// <summary>Turns findings into verdicts, told when they change.</summary>
/// <remarks>
/// An unhealthy verdict becomes healthy only after two seconds of healthy findings without a break (the phase
/// "recovering"), except where the detector has counted its good ones itself. Confidence is told in steps of a
/// hundred per mille: a verdict that only becomes a little surer is no news.
/// </remarks>
internal sealed class Judge
{
    private const long RecoverNanos = 2_000_000_000;

    private sealed class Entry(Verdict verdict)
    {
        public Verdict Verdict = verdict;
        public long GoodSince;
        public bool Told;
        public long FoundAt;
    }

    private readonly SortedDictionary<(Subject, string), Entry> _entries = [];
    private readonly HashSet<Subject> _unhealthy = [];

    public IReadOnlyList<Verdict> Current() => [.. _entries.Values.Select(e => e.Verdict)];

    /// <summary>True when some verdict on it was unhealthy at the last telling.</summary>
    public bool IsUnhealthy(Subject subject) => _unhealthy.Contains(subject);

    public void Find(in Finding finding, long at)
    {
        var key = (finding.Subject, $"{finding.Signal}|{finding.Detector}|{finding.Objective}");
        var fresh = new Verdict(
            finding.Subject, finding.Signal, finding.Detector, finding.Objective, finding.Health,
            finding.Health == Health.Unknown ? 0 : finding.ConfidencePerMille, finding.Direction, at, finding.Fault,
                finding.Witness,
            finding.Positive, finding.Evidence);
        if (!_entries.TryGetValue(key, out var entry))
        {
            // A detector that never could tell has nothing to say.
            if (finding.Health != Health.Unknown) _entries[key] = new Entry(fresh) { FoundAt = at };
            return;
        }
        entry.FoundAt = at;
        if (Waits(entry, finding, at)) return;
        var same = entry.Verdict.Health == fresh.Health;
        if (same) fresh = fresh with { SinceUnixNanos = entry.Verdict.SinceUnixNanos };
        if (!same || entry.Verdict.Fault != fresh.Fault || entry.Verdict.Witnesses != fresh.Witnesses
            || entry.Verdict.Positive != fresh.Positive
            || entry.Verdict.ConfidencePerMille / 100 != fresh.ConfidencePerMille / 100)
            (entry.Verdict, entry.Told) = (fresh, false);
    }

    /// <summary>Verdicts to tell, ordered; what no detector spoke of in this tick is unknown.</summary>
    public IReadOnlyList<Verdict> Tell(long at)
    {
        var told = new List<Verdict>();
        _unhealthy.Clear();
        foreach (var entry in _entries.Values)
        {
            if (entry.FoundAt != at && entry.Verdict.Health != Health.Unknown)
                (entry.Verdict,
                    entry.Told) = (entry.Verdict with
                    {
                        Health = Health.Unknown,
                        ConfidencePerMille = 0,
                        SinceUnixNanos = at,
                        Positive = false,
                        Fault = FaultKind.Unknown
                    }, false);
            if (entry.Verdict.Health == Health.Unhealthy) _unhealthy.Add(entry.Verdict.Subject);
            if (entry.Told) continue;
            entry.Told = true;
            told.Add(entry.Verdict);
        }
        return told;
    }

    private static bool Waits(Entry entry, in Finding finding, long at)
    {
        if (entry.Verdict.Health != Health.Unhealthy || finding.Health != Health.Healthy || finding.Settled)
        {
            entry.GoodSince = 0;
            return false;
        }
        if (entry.GoodSince == 0) entry.GoodSince = at;
        return at - entry.GoodSince < RecoverNanos;
    }
}
