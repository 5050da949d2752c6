using Prunella.Contracts;
using Prunella.Detection.Detectors;

namespace Prunella.Detection;

/// <summary>The newest value of one level, and a watch for leaks where it is a process's
/// memory.</summary>
/// <remarks>What is no amount (not finite, below zero, above 10^15) is not taken: no level that
/// exists has it.</remarks>
internal sealed class LevelStream
{
    private const double Most = 1e15;
    private const long LeastPatience = 10_000_000_000;
    private const long MostInterval = 120_000_000_000;
    private long _interval = 1_000_000_000;

    public LevelStream(SeriesDescription series)
    {
        Series = series;
        Service = series.Subject.Service;
        var isMemory = series is { Kind: SignalKind.Saturation, Unit: "By", Subject.Kind: SubjectKind.Instance };
        if (isMemory) Leak = new LeakDetector();
    }

    /// <summary>What it is; its limit may become known later.</summary>
    public SeriesDescription Series { get; set; }

    public ServiceId Service { get; }

    public LeakDetector? Leak { get; }

    public double Now { get; private set; }

    public long LastAt { get; private set; }

    public bool IsStale(long at) => LastAt == 0 || at - LastAt > Math.Max(LeastPatience, 3 * _interval);

    public void Observe(long at, double value)
    {
        if (at <= LastAt || !(value is >= 0 and <= Most)) return;
        if (LastAt != 0) _interval += (Math.Min(at - LastAt, MostInterval) - _interval) / 2;
        (LastAt, Now) = (at, value);
        Leak?.Observe(at, value);
    }

    /// <summary>Forgets what was of a time that has not come.</summary>
    public void Forget() => LastAt = 0;

    public void Judge(Judge judge, long at)
    {
        if (!IsStale(at)) Leak?.Judge(judge, Series, Now, at);
    }
}
