using Prunella.Contracts;

namespace Prunella.Detection;

/// <summary>Who sees whom, and who once did and has fallen silent.</summary>
/// <remarks>
/// A witness is silent when three of its own intervals, and five seconds at least, have passed
/// without a word. After an hour of silence of all of them a subject is forgotten.
/// </remarks>
internal sealed class CoverageBook
{
    private const long LeastPatience = 5_000_000_000;
    private const long MostInterval = 120_000_000_000;
    private const long ForgetNanos = 3_600_000_000_000;
    private static readonly Witness[] Kinds = [Witness.Probe, Witness.Gateway, Witness.Telemetry, Witness.Platform];

    private sealed class Heard
    {
        public readonly long[] LastAt = new long[Kinds.Length];
        public readonly long[] Patience = new long[Kinds.Length];
        public Coverage? Told;
    }

    private readonly SortedDictionary<Subject, Heard> _heard = [];

    /// <summary>A witness has spoken of a subject.</summary>
    public void Saw(Subject subject, Witness witness, long at)
    {
        var (heard, i) = (Of(subject), Array.IndexOf(Kinds, witness));
        if (i < 0 || at <= heard.LastAt[i]) return;
        if (heard.LastAt[i] != 0) heard.Patience[i] = 3 * Math.Min(at - heard.LastAt[i], MostInterval);
        heard.LastAt[i] = at;
    }

    /// <summary>Coverage that changed, ordered by subject.</summary>
    public IReadOnlyList<Coverage> Tell(IEnumerable<SignalStream> streams, long at)
    {
        foreach (var stream in streams)
        {
            if (stream.LastAt == 0) continue;
            var (heard, i) = (Of(stream.Subject), Array.IndexOf(Kinds, stream.Witness));
            if (i < 0) continue;
            // The stream knows its own rhythm.
            heard.LastAt[i] = stream.LastAt;
            heard.Patience[i] = stream.IsStale(at) ? -1 : long.MaxValue;
        }
        var (changed, gone) = (new List<Coverage>(), new List<Subject>());
        foreach (var (subject, heard) in _heard)
        {
            var coverage = Now(subject, heard, at);
            if (coverage != heard.Told) changed.Add(heard.Told = coverage);
            else if (coverage.Witnesses == Witness.None && at - heard.LastAt.Max() > ForgetNanos) gone.Add(subject);
        }
        foreach (var subject in gone) _heard.Remove(subject);
        return changed;
    }

    private static Coverage Now(Subject subject, Heard heard, long at)
    {
        var (live, stale) = (Witness.None, Witness.None);
        for (var i = 0; i < Kinds.Length; i++)
        {
            if (heard.LastAt[i] == 0) continue;
            var patience = heard.Patience[i] < 0 ? -1 : Math.Max(LeastPatience, heard.Patience[i]);
            if (at - heard.LastAt[i] <= patience) live |= Kinds[i];
            else stale |= Kinds[i];
        }
        return new Coverage(subject, live, stale);
    }

    private Heard Of(Subject subject)
    {
        if (!_heard.TryGetValue(subject, out var heard)) _heard[subject] = heard = new Heard();
        return heard;
    }
}
