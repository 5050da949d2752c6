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
    private const long ForgetNanos = 3_600_000_000_000;
    private static readonly Witness[] Kinds = [Witness.Probe, Witness.Gateway, Witness.Telemetry, Witness.Platform];

    private sealed class Heard
    {
        /// <summary>Rhythms of those who speak of it one by one.</summary>
        public readonly Rhythm[] Rhythms = [.. Kinds.Select(_ => new Rhythm(LeastPatience))];

        /// <summary>Those who send streams: the newest word of the stream, which knows its own rhythm.</summary>
        public readonly long[] StreamAt = new long[Kinds.Length];
        public readonly bool[] IsStreamSilent = new bool[Kinds.Length];
        public Coverage? Told;

        public long LastAt => Math.Max(Rhythms.Max(r => r.LastAt), StreamAt.Max());
    }

    private readonly SortedDictionary<Subject, Heard> _heard = [];

    /// <summary>A witness has spoken of a subject.</summary>
    public void Saw(Subject subject, Witness witness, long at)
    {
        if (Array.IndexOf(Kinds, witness) is var i and >= 0) Of(subject).Rhythms[i].Hear(at);
    }

    /// <summary>Coverage that changed, ordered by subject.</summary>
    public IReadOnlyList<Coverage> Tell(IEnumerable<SignalStream> streams, long at)
    {
        foreach (var stream in streams)
        {
            if (stream.LastAt == 0) continue;
            var (heard, i) = (Of(stream.Subject), Array.IndexOf(Kinds, stream.Witness));
            if (i < 0) continue;
            (heard.StreamAt[i], heard.IsStreamSilent[i]) = (stream.LastAt, stream.IsStale(at));
        }
        var (changed, gone) = (new List<Coverage>(), new List<Subject>());
        foreach (var (subject, heard) in _heard)
        {
            var coverage = Now(subject, heard, at);
            if (coverage != heard.Told) changed.Add(heard.Told = coverage);
            else if (coverage.Witnesses == Witness.None && at - heard.LastAt > ForgetNanos) gone.Add(subject);
        }
        foreach (var subject in gone) _heard.Remove(subject);
        return changed;
    }

    private static Coverage Now(Subject subject, Heard heard, long at)
    {
        var (live, stale) = (Witness.None, Witness.None);
        for (var i = 0; i < Kinds.Length; i++)
        {
            var (spoke, streams) = (heard.Rhythms[i].LastAt != 0, heard.StreamAt[i] != 0);
            if ((spoke && !heard.Rhythms[i].IsSilent(at)) || (streams && !heard.IsStreamSilent[i])) live |= Kinds[i];
            else if (spoke || streams) stale |= Kinds[i];
        }
        return new Coverage(subject, live, stale);
    }

    private Heard Of(Subject subject)
    {
        if (!_heard.TryGetValue(subject, out var heard)) _heard[subject] = heard = new Heard();
        return heard;
    }
}
