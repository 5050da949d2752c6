using Prunella.Detection.Hot;

namespace Prunella.Detection;

/// <summary>What is normal for a stream: share of failures, requests per second. Learns slowly, and
/// never from trouble.</summary>
/// <remarks>
/// Exponential means over whole seconds with a time constant of two minutes: m += (x - m)/120,
/// faster at the start (1/n). A second's share counts for at most 2 m + 1 % and three standard
/// deviations of its n requests, so that one burst does not become normal (Huber's idea of bounded
/// influence) and a lasting change still does. It
/// accuses nobody before thirty seconds, ten of them with requests. Chosen by feel: long against a
/// fault, short against a day.
/// </remarks>
internal sealed class Baseline
{
    private const int Memory = 120;
    private const int Enough = 30;
    private const int EnoughBusy = 10;
    private const double Influence = 0.01;
    private const long Second = 1_000_000_000;
    private int _seconds;
    private int _busy;
    private long _learntTo;

    public double BadShare { get; private set; }

    public double PerSecond { get; private set; }

    public bool IsWarm => _seconds >= Enough && _busy >= EnoughBusy;

    /// <summary>Takes the seconds that are over; called each tick unless the subject is unhealthy
    /// or under remediation.</summary>
    public void Learn(SlotRing ring, long at)
    {
        // The newest second may still be filling.
        var to = (at / Second - 2) * Second;
        if (_learntTo == 0 || to - _learntTo > 10 * Second) _learntTo = to - Second;
        for (; _learntTo < to; _learntTo += Second)
        {
            var counts = ring.Between(_learntTo, _learntTo + Second);
            _seconds = Math.Min(_seconds + 1, Memory);
            PerSecond += (counts.Total - PerSecond) / _seconds;
            if (counts.Total == 0) continue;
            _busy = Math.Min(_busy + 1, Memory);
            // The first busy seconds are all there is to go by, so they count in full.
            var share = _busy < EnoughBusy ? counts.Share : Math.Min(counts.Share, Most(counts.Total));
            BadShare += (share - BadShare) / _busy;
        }
    }

    /// <summary>Among few requests one failure is a large share and no burst.</summary>
    private double Most(long total)
    {
        var p = Math.Clamp(BadShare, Influence, 1 - Influence);
        return 2 * BadShare + Influence + 3 * Math.Sqrt(p * (1 - p) / total);
    }

    /// <summary>Skips what must not be learnt.</summary>
    public void Skip(long at) => _learntTo = (at / Second - 2) * Second;
}
