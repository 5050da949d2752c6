using Prunella.Contracts;
using Prunella.Kernel.Inputs;

namespace Prunella.Runtime.Perception;

/// <summary>What the loop is still to be told: of each thing only the last, so that waiting loses
/// nothing and grows nothing.</summary>
/// <remarks>
/// Verdicts are kept per detector, subject and objective, coverage per subject, the rankings as a
/// whole, gateways by name, verifications by remediation. Not safe for more than one thread.
/// </remarks>
internal sealed class Changes
{
    /// <summary>A ranking whose numbers only drift is told again after this: the kernel's
    /// thresholds must not be missed.</summary>
    private const long Drift = 1_000_000_000;

    /// <summary>A step of 2.5 % is told at once; chosen by feel, half the finest threshold that
    /// recipes use.</summary>
    private const int Step = 25;

    private readonly SortedDictionary<string, Verdict> _verdicts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Coverage> _coverage = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, GatewayReport> _gateways = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, VerificationResult> _verifications = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _toldGateways = new(StringComparer.Ordinal);
    private IReadOnlyList<SuspectRanking>? _rankings;
    /// <summary>Null before the first: a loop that was restarted remembers rankings that may be
    /// gone.</summary>
    private IReadOnlyList<SuspectRanking>? _toldRankings;
    private long _toldRankingsAt;

    public void Note(long at, Judged judged)
    {
        foreach (var v in judged.Report.Changed) _verdicts[$"{v.Subject.Text}|{v.Signal}|{v.Detector}|{v.Objective}"] = v;
        foreach (var c in judged.Report.Coverage) _coverage[c.Subject.Text] = c;
        foreach (var v in judged.Report.Verifications) _verifications[v.Remediation] = v;
        if (!IsToldAlready(at, judged.Rankings)) _rankings = judged.Rankings;
        else if (_rankings is not null) _rankings = null;
    }

    /// <summary>Keeps a report when who is out of the traffic, and by whom, is another than was
    /// told.</summary>
    public void Note(GatewayReport report)
    {
        if (Held(report) == _toldGateways.GetValueOrDefault(report.Gateway)) _gateways.Remove(report.Gateway);
        else _gateways[report.Gateway] = report;
    }

    /// <summary>Hands over what is to be told, as long as it is taken; the rest stays and is merged
    /// with what comes.</summary>
    public void Tell(long at, Func<Actor, KernelInput, bool> post)
    {
        if (_verdicts.Count + _coverage.Count > 0)
        {
            if (!post(Actor.System("detection"), new VerdictsReported([.. _verdicts.Values], [.. _coverage.Values]))) return;
            _verdicts.Clear();
            _coverage.Clear();
        }
        if (_rankings is { } rankings)
        {
            if (!post(Actor.System("diagnosis"), new RankingsReported(rankings))) return;
            _toldRankings = rankings;
            _toldRankingsAt = at;
            _rankings = null;
        }
        foreach (var report in _gateways.Values.ToArray())
        {
            if (!post(Actor.System("gateway"), new GatewayReported(report))) return;
            _toldGateways[report.Gateway] = Held(report);
            _gateways.Remove(report.Gateway);
        }
        foreach (var result in _verifications.Values.ToArray())
        {
            if (!post(Actor.System("verification"), new VerificationReported(result))) return;
            _verifications.Remove(result.Remediation);
        }
    }

    private bool IsToldAlready(long at, IReadOnlyList<SuspectRanking> rankings)
    {
        if (_toldRankings is null || rankings.Count != _toldRankings.Count) return false;
        var most = at - _toldRankingsAt < Drift ? Step : 1;
        return rankings.Zip(_toldRankings).All(pair => IsSame(pair.First, pair.Second, most));
    }

    /// <summary>The sentence of a suspect is for people and does not count.</summary>
    private static bool IsSame(SuspectRanking a, SuspectRanking b, int step) =>
        a.Abstained == b.Abstained
        && a.Victims.SequenceEqual(b.Victims)
        && a.Neighbourhood.SequenceEqual(b.Neighbourhood)
        && a.Suspects.Count == b.Suspects.Count
        && a.Suspects.Zip(b.Suspects).All(s =>
            s.First.Subject == s.Second.Subject
            && s.First.Fault == s.Second.Fault
            && Math.Abs(s.First.ProbabilityPerMille - s.Second.ProbabilityPerMille) < step);

    private static string Held(GatewayReport report) => string.Join(
        ' ',
        report.Destinations.OrderBy(d => d.Instance).Select(d => $"{d.Instance}={(d.EjectedByReflex ? "r" : "")}{(d.EjectedByOrder ? "o" : "")}"));
}
