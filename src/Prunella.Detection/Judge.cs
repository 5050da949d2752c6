using Prunella.Contracts;
using Prunella.Detection.Attention;
using Prunella.Detection.FalseAlarms;
using Prunella.Detection.Objectives;

namespace Prunella.Detection;

/// <summary>Turns findings into verdicts, told when they change.</summary>
/// <remarks>
/// Several witnesses may find something by the same detector in one tick: whoever finds it
/// unhealthy is heard, and those who agree stand together as witnesses. An unhealthy verdict
/// becomes healthy only after two seconds of healthy findings without a break (the phase
/// "recovering"), except where the detector has counted its good ones itself; while it lasts, its
/// witnesses only grow and it stays as sure as it ever was, so that evidence that comes and goes
/// with the traffic is no news. Confidence is told in steps of a hundred per mille, for the same
/// reason.
/// </remarks>
internal sealed class Judge
{
    private const long RecoverNanos = 2_000_000_000;

    /// <summary>What nobody has spoken of for so long is forgotten: instances come and
    /// go.</summary>
    private const long ForgetNanos = 900_000_000_000;

    private sealed class Entry
    {
        public Verdict? Verdict;
        public Finding Pending;
        public long FoundAt = -1;
        public long HeldAt = -1;
        public long GoodSince;
        public bool Told;

        /// <summary>When anybody last knew, it was unhealthy.</summary>
        public bool Accused;
    }

    private readonly SortedDictionary<VerdictKey, Entry> _entries = [];
    private readonly Dictionary<Subject, int> _unhealthy = [];
    private MarkedConfidence _marked = MarkedConfidence.Unmarked;

    /// <summary>The evidence of an unhealthy verdict, with what else is known of its time; as it is until somebody
    /// knows more.</summary>
    public Func<Verdict, Evidence> Named { get; set; } = verdict => verdict.Evidence;

    public IReadOnlyList<Verdict> Current() =>
        [.. _entries.Values.Where(e => e.Verdict is not null).Select(e => e.Verdict!)];

    /// <summary>Those that are unhealthy, ordered.</summary>
    public IEnumerable<Verdict> Unhealthy() =>
        _entries.Values.Where(e => e.Verdict is { Health: Health.Unhealthy }).Select(e => e.Verdict!);

    /// <summary>True when a verdict on the subject is unhealthy that tells of its requests as they are now.</summary>
    public bool IsUnhealthy(Subject subject) => _unhealthy.GetValueOrDefault(subject) > 0;

    /// <summary>True when a verdict on the subject is unhealthy that is not the one meant.</summary>
    public bool IsUnhealthyBut(in VerdictKey key) =>
        _unhealthy.GetValueOrDefault(key.Subject) > (Stands(key) == Health.Unhealthy ? 1 : 0);

    /// <summary>True when there has been a verdict.</summary>
    public bool HasSpoken(in VerdictKey key) => _entries.GetValueOrDefault(key)?.Verdict is not null;

    /// <summary>How a verdict stood after the last tick.</summary>
    public Health Stands(in VerdictKey key) => _entries.GetValueOrDefault(key)?.Verdict?.Health ?? Health.Unknown;

    /// <summary>Says from here on how sure it is by what people marked; what is unhealthy already stays as sure as it
    /// ever was.</summary>
    public void Learn(MarkedConfidence marked) => _marked = marked;

    /// <summary>Takes what a detector found in this tick.</summary>
    public void Find(in Finding finding, long at)
    {
        if (!_entries.TryGetValue(finding.Key, out var entry))
        {
            // A detector that never could tell has nothing to say.
            if (finding.Health == Health.Unknown) return;
            _entries[finding.Key] = entry = new Entry();
        }
        entry.Pending = entry.FoundAt == at ? entry.Pending.With(finding) : finding;
        entry.FoundAt = at;
    }

    /// <summary>Its witness speaks, but of too few to judge anew: what was healthy stays
    /// so.</summary>
    public void Hold(in VerdictKey key, long at)
    {
        if (_entries.TryGetValue(key, out var entry)) entry.HeldAt = at;
    }

    /// <summary>Verdicts to tell, ordered; what no detector spoke of in this tick is
    /// unknown.</summary>
    public IReadOnlyList<Verdict> Tell(long at)
    {
        var told = new List<Verdict>();
        var gone = new List<VerdictKey>();
        foreach (var (key, entry) in _entries)
        {
            // Good seconds count in a row: one in which nobody found anything ends them.
            if (entry.FoundAt != at) entry.GoodSince = 0;
            if (entry.FoundAt == at) Settle(entry, at);
            else if (entry.Verdict is not { Health: not Health.Unknown } verdict)
            {
                if (at - entry.FoundAt > ForgetNanos) gone.Add(key);
            }
            else if (entry.HeldAt != at || verdict.Health == Health.Unhealthy)
            {
                Put(entry, Unknown(verdict, at), isNews: true);
            }
            if (entry.Told || entry.Verdict is null) continue;
            entry.Told = true;
            told.Add(entry.Verdict);
        }
        foreach (var key in gone) _entries.Remove(key);
        return told;
    }

    private void Settle(Entry entry, long at)
    {
        var (was, finding) = (entry.Verdict, entry.Pending);
        if (was is null)
        {
            if (finding.Health != Health.Unknown) Put(entry, Graded(was, Calibrated(finding, at), at), isNews: true);
            return;
        }
        if (Waits(entry, finding, at)) return;
        var now = Calibrated(finding, at);
        if (was.Health != now.Health)
        {
            Put(entry, Graded(was, now, at), isNews: true);
            return;
        }
        now = Graded(was, now with { SinceUnixNanos = was.SinceUnixNanos }, at);
        if (now.Health == Health.Unhealthy)
        {
            var surer = was.ConfidencePerMille > now.ConfidencePerMille ? was : now;
            now = now with
            {
                Witnesses = now.Witnesses | was.Witnesses,
                ConfidencePerMille = surer.ConfidencePerMille,
                CalibratedBy = surer.CalibratedBy,
            };
        }
        if (IsNews(was, now) || IsStronger(finding, was)) Put(entry, now, isNews: true);
        else if (now.Health == Health.Healthy) Put(entry, now, isNews: false);
    }

    private Verdict Calibrated(in Finding finding, long at)
    {
        var verdict = finding.Verdict(at);
        if (verdict.Health != Health.Unhealthy) return verdict;
        var (perMille, incidents) = _marked.Of(finding);
        return verdict with { ConfidencePerMille = perMille, CalibratedBy = incidents };
    }

    /// <summary>Of a healthy one only the health is news.</summary>
    private static bool IsNews(Verdict was, Verdict now) => now.Health == Health.Unhealthy
        && (was.Fault != now.Fault || was.Witnesses != now.Witnesses || was.Positive != now.Positive
            || was.Severity != now.Severity || was.Evidence.Deploy != now.Evidence.Deploy
            || was.ConfidencePerMille / 100 != now.ConfidencePerMille / 100);

    /// <summary>How strong an alarm became is what its marks will be about, and what is not told is not
    /// known then; at most eleven times in its life.</summary>
    private static bool IsStronger(in Finding finding, Verdict was) =>
        finding is { Health: Health.Unhealthy, IsMeasured: true }
        && MarkedConfidence.StrengthOf(finding.Evidence.Surprise) > MarkedConfidence.StrengthOf(was.Evidence.Surprise);

    private void Put(Entry entry, Verdict verdict, bool isNews)
    {
        var change = (verdict.Health == Health.Unhealthy ? 1 : 0) - (entry.Verdict?.Health == Health.Unhealthy ? 1 : 0);
        if (change != 0 && TellsOfNow(verdict))
        {
            var count = _unhealthy.GetValueOrDefault(verdict.Subject) + change;
            if (count == 0) _unhealthy.Remove(verdict.Subject);
            else _unhealthy[verdict.Subject] = count;
        }
        entry.Verdict = verdict;
        if (verdict.Health != Health.Unhealthy) entry.GoodSince = 0;
        if (verdict.Health != Health.Unknown) entry.Accused = verdict.Health == Health.Unhealthy;
        if (isNews) entry.Told = false;
    }

    /// <summary>Not so for a budget that is spent over days, nor for threads or heaps: they may be off for long while
    /// requests are as they should be, and what is usual of requests must go on being learnt.</summary>
    private static bool TellsOfNow(Verdict verdict) => verdict.Signal is not (SignalKind.Gauge or SignalKind.Counter)
        && verdict.Detector != BurnObjective.Name;

    /// <summary>With its severity, if it is unhealthy: the worst it has had since, so that what wavers around a border
    /// is told once.</summary>
    private Verdict Graded(Verdict? was, Verdict verdict, long at)
    {
        if (verdict.Health != Health.Unhealthy) return verdict;
        var now = SeverityScale.Of(verdict, at);
        return verdict with
        {
            Severity = was?.Severity > now ? was.Severity : now,
            Evidence = Named(verdict),
        };
    }

    private static Verdict Unknown(Verdict verdict, long at) => verdict with
    {
        Severity = null,
        Health = Health.Unknown,
        ConfidencePerMille = 0,
        CalibratedBy = null,
        SinceUnixNanos = at,
        Positive = false,
        Fault = FaultKind.Unknown,
    };

    /// <summary>Whoever was unhealthy is healthy after two good seconds, also when nobody knew in
    /// between.</summary>
    private static bool Waits(Entry entry, in Finding finding, long at)
    {
        if (!entry.Accused || finding.Health != Health.Healthy || finding.Settled)
        {
            entry.GoodSince = 0;
            return false;
        }
        if (entry.GoodSince == 0) entry.GoodSince = at;
        return at - entry.GoodSince < RecoverNanos;
    }
}
