using Prunella.Contracts;
using Prunella.Runtime.Perception;
using Prunella.Runtime.Ports;

namespace Prunella.Server;

/// <summary>Keeps the readings of each second for the page: rollups, not samples.</summary>
internal sealed class SignalRecorder(ISignalHistory history, Func<PerceptionPicture> picture, ILogger logger)
    : IAsyncDisposable
{
    private const long Second = 1_000_000_000;
    private long _recorded;
    private bool _isFailing;

    public ISignalHistory History => history;

    /// <summary>Records the picture once per second of its own time; what the disk cannot take is left out and
    /// never stops the healer.</summary>
    public async Task RecordAsync(CancellationToken cancellation)
    {
        var seen = picture();
        var second = seen.AtUnixNanos / Second;
        if (second <= _recorded) return;
        _recorded = second;
        try
        {
            var readings = seen.Readings.Select(r => new SignalReading(
                r.Subject, r.Signal, NameOf(r.Witness, r.Name), second, r.Value, r.Expected, r.Health));
            await history.AppendAsync([.. readings], cancellation);
            _isFailing = false;
        }
        catch (StorageUnusableException e)
        {
            if (!_isFailing) ServerLog.SignalsNotKept(logger, e.Message);
            _isFailing = true;
        }
    }

    /// <summary>What the history calls a reading: one signal may have several witnesses.</summary>
    public static string NameOf(Witness witness, string name) => $"{witness}.{name}";

    public ValueTask DisposeAsync() =>
        history is IAsyncDisposable owned ? owned.DisposeAsync() : ValueTask.CompletedTask;
}
