using Prunella.Runtime.Perception;
using Prunella.Runtime.Ports;
using Prunella.Storage.Signals;

namespace Prunella.Server;

/// <summary>Keeps the readings of each second for the page: rollups, not samples.</summary>
internal sealed class SignalRecorder(SqliteSignalHistory history, Func<PerceptionPicture> picture) : IAsyncDisposable
{
    private const long Second = 1_000_000_000;
    private long _recorded;

    public ISignalHistory History => history;

    /// <summary>Records the picture once per second of its own time; what the disk cannot take is left out and
    /// never stops the healer.</summary>
    public async Task RecordAsync(CancellationToken cancellation)
    {
        var seen = picture();
        var second = seen.AtUnixNanos / Second;
        if (second <= _recorded) return;
        _recorded = second;
        await history.AppendAsync(
            [.. seen.Readings.Select(r => new SignalReading(r.Subject, r.Signal, $"{r.Witness}.{r.Name}", second, r.Value, r.Expected, r.Health))],
            cancellation);
    }

    public ValueTask DisposeAsync() => history.DisposeAsync();
}
