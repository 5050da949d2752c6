namespace Prunella.Reflexes.Ejection;

/// <summary>Which destinations of a cluster a reflex takes out of the traffic, and when it lets
/// them back.</summary>
/// <remarks>
/// Two ways out: so many in a row (connections refused, timeouts, failed probes), and a windowed
/// error ratio that is both 10 points worse than the peers' and significantly so. The first is
/// blind to a destination that fails now and then: at
/// 10 % errors, five in a row come once in 100,000 requests. The ratio test is the pooled
/// two-proportion z at 3 (one in 700 by chance per look) with at least four failures of twenty
/// tries; numbers chosen by feel around that.
/// One way back: its time is served and two probes in a row were answered. Time grows 5, 10, 20
/// ... 60 s with each ejection and falls by one step with each minute in traffic with probes
/// answered, never while it is out.
/// Never too many: cap and floor count what orders took out as well; when most of the cluster
/// looks bad the cause is shared, so those that still connect are let back and nobody else is
/// taken out, unless it cannot be connected to.
/// Not thread-safe: the owner takes a lock per cluster. Allocates nothing.
/// </remarks>
public sealed class ClusterHealth
{
    private const long Second = 1_000_000_000;
    private const long BaseTime = 5 * Second;
    private const long LongestTime = 60 * Second;
    private const long Forgiven = 60 * Second;
    private const int InARow = 3;
    private const int LeastTries = 20;
    private const int LeastBad = 4;
    private const double Gap = 0.10;
    private const double Z = 3;

    private sealed class Destination
    {
        public readonly TryWindow Window = new();
        public int NotConnected;
        public int TimedOut;
        public int ProbesFailed;
        public int ProbesOk;
        public bool Out;
        public bool Dead;
        public bool ByOrder;
        public long OutSince;
        public long OutUntil;
        public long ReturnedAt;
        public long ForgivenAt;
        public int Times;
    }

    private readonly Destination[] _all;
    private readonly EjectionBounds _bounds;

    /// <summary>A cluster of so many destinations, all in.</summary>
    public ClusterHealth(int destinations, EjectionBounds bounds)
    {
        _bounds = bounds;
        _all = new Destination[destinations];
        for (var i = 0; i < destinations; i++) _all[i] = new Destination();
    }

    /// <summary>True when a reflex holds it out.</summary>
    public bool IsOut(int destination) => _all[destination].Out;

    /// <summary>Since when a reflex holds it out, 0 when it does not.</summary>
    public long OutSince(int destination) => _all[destination].OutSince;

    /// <summary>When it last came back, by reflex or order; 0 when it never was away.</summary>
    public long ReturnedAt(int destination) => _all[destination].ReturnedAt;

    /// <summary>A penalty, in requests, for a destination that fails half of what it gets: failing
    /// fast must not look idle.</summary>
    /// <remarks>Below half there is none: starving a grey one of traffic would also starve the evidence
    /// that takes it out.</remarks>
    public int Penalty(int destination, long at)
    {
        var (bad, total) = _all[destination].Window.Sum(at);
        return bad >= LeastBad && bad * 2 >= total ? Math.Min(20, bad) : 0;
    }

    /// <summary>An order takes it out or lets it back.</summary>
    public void SetByOrder(int destination, bool isOut, long at)
    {
        var d = _all[destination];
        if (d.ByOrder && !isOut)
        {
            // The end of an order is no proof of health: what a reflex holds out stays out, and
            // failed probes still count.
            d.Window.Clear();
            (d.ReturnedAt, d.NotConnected, d.TimedOut) = (at, 0, 0);
        }
        d.ByOrder = isOut;
    }

    /// <summary>A try has ended.</summary>
    public void Record(int destination, TryOutcome outcome, long at)
    {
        if (outcome == TryOutcome.Abandoned) return;
        var d = _all[destination];
        d.Window.Add(at, outcome != TryOutcome.Ok);
        d.NotConnected = outcome == TryOutcome.NotConnected ? d.NotConnected + 1 : 0;
        d.TimedOut = outcome == TryOutcome.TimedOut ? d.TimedOut + 1 : 0;
    }

    /// <summary>A probe has ended.</summary>
    public void Probe(int destination, bool ok, bool connected)
    {
        var d = _all[destination];
        d.ProbesFailed = ok ? 0 : d.ProbesFailed + 1;
        d.ProbesOk = ok ? d.ProbesOk + 1 : 0;
        if (d.Out) d.Dead = !connected;
    }

    /// <summary>Judges all destinations; to be called a few times a second.</summary>
    public void Judge(long at)
    {
        foreach (var d in _all)
        {
            if (d.Out && at >= d.OutUntil && d.ProbesOk >= 2) Return(d, at);
            else Forgive(d, at);
        }
        var suspects = Suspects(at);
        if (suspects == 0) return;
        var shared = (Outs() + suspects) * 2 > _all.Length;
        if (shared) LetBackWhoConnects(at);
        for (var i = 0; i < _all.Length; i++)
        {
            // Whoever cannot be connected to serves nobody in any case; within the caps it may go.
            if (shared && _all[i].NotConnected < InARow) continue;
            if (IsIn(i) && IsSuspect(i, at) && MayTakeOneMore()) Eject(_all[i], at);
        }
    }

    private int Suspects(long at)
    {
        var suspects = 0;
        for (var i = 0; i < _all.Length; i++) suspects += IsIn(i) && IsSuspect(i, at) ? 1 : 0;
        return suspects;
    }

    private void LetBackWhoConnects(long at)
    {
        foreach (var d in _all)
        {
            if (d.Out && !d.Dead) Return(d, at);
        }
    }

    private static void Forgive(Destination d, long at)
    {
        // No probe answered, no proof: a dead one that nobody asks must not count as having behaved.
        if (d.Out || d.Times == 0 || d.ProbesOk < 2) return;
        if (at - Math.Max(d.ReturnedAt, d.ForgivenAt) > Forgiven) (d.Times, d.ForgivenAt) = (d.Times - 1, at);
    }

    private bool IsIn(int i) => !_all[i].Out && !_all[i].ByOrder;

    private int Outs()
    {
        var outs = 0;
        for (var i = 0; i < _all.Length; i++) outs += IsIn(i) ? 0 : 1;
        return outs;
    }

    private bool MayTakeOneMore()
    {
        var outs = Outs();
        var cap = Math.Max(1, _all.Length * _bounds.CapPerMille / 1000);
        var floor = Math.Max(1, (_all.Length * _bounds.FloorPerMille + 999) / 1000);
        return outs + 1 <= cap && _all.Length - outs - 1 >= floor;
    }

    private bool IsSuspect(int index, long at)
    {
        var d = _all[index];
        if (d.NotConnected >= InARow || d.ProbesFailed >= InARow) return true;
        var (bad, total) = d.Window.Sum(at);
        var (peersBad, peersTotal) = Peers(index, at);
        // Timeouts everywhere are a callee's, or the network's: one instance is taken out only while its peers answer.
        if (d.TimedOut >= InARow && peersBad * 2 < peersTotal) return true;
        return bad >= LeastBad && total >= LeastTries && peersTotal >= LeastTries
            && IsWorse(bad, total, peersBad, peersTotal);
    }

    private static bool IsWorse(int bad, int total, int peersBad, int peersTotal)
    {
        var gap = (double)bad / total - (double)peersBad / peersTotal;
        var pooled = (double)(bad + peersBad) / (total + peersTotal);
        return gap >= Gap && gap >= Z * Math.Sqrt(pooled * (1 - pooled) * (1.0 / total + 1.0 / peersTotal));
    }

    private (int Bad, int Total) Peers(int index, long at)
    {
        int bad = 0, total = 0;
        for (var i = 0; i < _all.Length; i++)
        {
            if (i == index || !IsIn(i)) continue;
            var (b, t) = _all[i].Window.Sum(at);
            (bad, total) = (bad + b, total + t);
        }
        return (bad, total);
    }

    private static void Eject(Destination d, long at)
    {
        d.Dead = d.NotConnected >= InARow;
        (d.Out, d.OutSince) = (true, at);
        d.OutUntil = at + Math.Min(LongestTime, BaseTime << Math.Min(d.Times, 10));
        d.Times++;
        (d.NotConnected, d.TimedOut, d.ProbesOk) = (0, 0, 0);
    }

    private static void Return(Destination d, long at)
    {
        (d.Out, d.OutSince, d.Dead, d.ReturnedAt) = (false, 0, false, at);
        (d.NotConnected, d.TimedOut, d.ProbesFailed) = (0, 0, 0);
        d.Window.Clear();
    }
}
