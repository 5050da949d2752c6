namespace Prunella.Diagnosis.Topology;

/// <summary>Calls, failures and time of one edge over the last sixty seconds, in a ring of seconds.</summary>
internal sealed class EdgeMinute
{
    private const int Seconds = 60;
    private const long Second = 1_000_000_000;

    private readonly long[] _at = new long[Seconds];
    private readonly long[] _calls = new long[Seconds];
    private readonly long[] _failed = new long[Seconds];
    private readonly long[] _micros = new long[Seconds];

    /// <summary>Second of the newest call.</summary>
    public long LastAt { get; private set; }

    public void Add(long atNanos, long durationNanos, bool failed)
    {
        var second = atNanos / Second;
        var slot = (int)(second % Seconds);
        // A call of more than a minute ago finds its slot taken by a newer second, and is too late to count.
        if (_at[slot] > second) return;
        if (_at[slot] < second)
        {
            _at[slot] = second;
            _calls[slot] = _failed[slot] = _micros[slot] = 0;
        }
        _calls[slot]++;
        _failed[slot] += failed ? 1 : 0;
        _micros[slot] += durationNanos / 1000;
        LastAt = Math.Max(LastAt, second);
    }

    public (long Calls, long Failed, long MeanMicros) Read(long atNanos)
    {
        var oldest = atNanos / Second - Seconds;
        long calls = 0, failed = 0, micros = 0;
        for (var i = 0; i < Seconds; i++)
        {
            if (_at[i] <= oldest) continue;
            calls += _calls[i];
            failed += _failed[i];
            micros += _micros[i];
        }
        return (calls, failed, calls == 0 ? 0 : micros / calls);
    }
}
