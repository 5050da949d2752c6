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
    private Rhythm _rhythm = new(LeastPatience);

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

    public long LastAt => _rhythm.LastAt;

    public bool IsStale(long at) => _rhythm.IsSilent(at);

    public void Observe(long at, double value)
    {
        if (!(value is >= 0 and <= Most) || !_rhythm.Hear(at)) return;
        Now = value;
        Leak?.Observe(at, value);
    }

    /// <summary>Forgets what was of a time that has not come.</summary>
    public void Forget() => _rhythm.Forget();

    public void Judge(Judge judge, long at)
    {
        if (!IsStale(at)) Leak?.Judge(judge, Series, Now, at);
    }
}
