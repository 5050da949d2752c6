namespace Prunella.Detection.Baselines;

/// <summary>How many requests a second are usual at each hour of the day (UTC).</summary>
/// <remarks>
/// It only ever excuses: what falls every night at two is no news when it falls again, but the hour
/// alone accuses nobody, so that a wrong or young memory can make nothing noisier. Nothing is known
/// before each of the 24 hours was seen for half of it. An hour's mean then moves by three tenths of
/// the difference each day: chosen by feel, half forgotten after two days. A quarter of an hour
/// before and after the full hour the neighbour counts, too.
/// </remarks>
internal sealed class DayRhythm
{
    private const int Hours = 24;
    private const long Hour = 3_600_000_000_000;
    private const double Rate = 0.3;
    private readonly float[] _usual = new float[Hours];
    private int _seen;
    private long _hour = -1;
    private double _requests;
    private long _nanos;

    /// <summary>True when every hour of the day was seen.</summary>
    public bool IsKnown => _seen == (1 << Hours) - 1;

    /// <summary>Takes a block of the time before a moment.</summary>
    public void Learn(long at, double requests, long nanos)
    {
        var hour = (at - 1) / Hour;
        if (hour != _hour) Close(hour);
        _requests += requests;
        _nanos += nanos;
    }

    /// <summary>The lowest and the highest usual rate around a moment.</summary>
    public (double Lowest, double Highest) Around(long at)
    {
        var (before, after) = (_usual[HourOf(at - Hour / 4)], _usual[HourOf(at + Hour / 4)]);
        return (Math.Min(before, after), Math.Max(before, after));
    }

    private void Close(long next)
    {
        if (_hour >= 0 && _nanos >= Hour / 2)
        {
            var i = (int)(_hour % Hours);
            var mean = (float)(_requests * 1e9 / _nanos);
            _usual[i] = (_seen & (1 << i)) == 0 ? mean : (float)(_usual[i] + Rate * (mean - _usual[i]));
            _seen |= 1 << i;
        }
        (_hour, _requests, _nanos) = (next, 0, 0);
    }

    private static int HourOf(long at) => (int)(at / Hour % Hours);
}
