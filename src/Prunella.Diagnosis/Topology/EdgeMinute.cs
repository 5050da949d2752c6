namespace Prunella.Diagnosis.Topology;

/// <summary>
/// Calls, failures and time of one edge over the last sixty seconds, in a ring of seconds.
/// </summary>
/// <remarks>
/// Each call counts in the second in which it began, in slot second mod 60; a reading sums the
/// slots whose second is not older than a minute and not in the future. A sender's clock may be
/// wrong: a second so far ahead that it cannot be one of the last minute's gives way to the next
/// that comes, so one wrong span blocks nothing.
/// </remarks>
internal sealed class EdgeMinute
{
    private const int Seconds = 60;
    private const long Second = 1_000_000_000;

    /// <summary>
    /// An hour: no call worth counting takes longer, and a sum over millions of them still fits.
    /// </summary>
    private const long MostMicros = 3_600_000_000;

    private readonly long[] _at = new long[Seconds];
    private readonly long[] _calls = new long[Seconds];
    private readonly long[] _failed = new long[Seconds];
    private readonly long[] _micros = new long[Seconds];

    /// <summary>Second of the newest call.</summary>
    public long LastAt { get; private set; }

    public void Add(long atNanos, long durationNanos, bool failed)
    {
        var second = Math.Max(0, atNanos) / Second;
        var slot = (int)(second % Seconds);
        // A call of more than a minute ago finds its slot taken by a newer second, and is too late
        // to count.
        if (_at[slot] > second && _at[slot] - second <= Seconds * 60) return;
        if (_at[slot] != second)
        {
            _at[slot] = second;
            _calls[slot] = _failed[slot] = _micros[slot] = 0;
        }
        _calls[slot]++;
        _failed[slot] += failed ? 1 : 0;
        _micros[slot] += Math.Clamp(durationNanos / 1000, 0, MostMicros);
        LastAt = Math.Max(LastAt, second);
    }

    public (long Calls, long Failed, long MeanMicros) Read(long atNanos)
    {
        var newest = atNanos / Second;
        long calls = 0, failed = 0, micros = 0;
        for (var i = 0; i < Seconds; i++)
        {
            if (_at[i] <= newest - Seconds || _at[i] > newest) continue;
            calls += _calls[i];
            failed += _failed[i];
            micros += _micros[i];
        }
        return (calls, failed, calls == 0 ? 0 : micros / calls);
    }
}
