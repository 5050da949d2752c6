using Microsoft.Extensions.Logging.Abstractions;

using Prunella.Runtime.Perception;
using Prunella.Runtime.Ports;

namespace Prunella.Server.Tests;

/// <summary>The page's past is kept beside everything else: a disk that takes no more of it must not stop the beat that
/// renews leases.</summary>
public sealed class SignalRecorderTests
{
    [Fact]
    public async Task A_history_that_cannot_be_written_stops_nothing()
    {
        var history = new FullDisk();
        var second = 0L;
        await using var recorder = new SignalRecorder(
            history, () => PerceptionPicture.Empty with { AtUnixNanos = ++second * 1_000_000_000 }, NullLogger.Instance);

        await recorder.RecordAsync(TestContext.Current.CancellationToken);
        await recorder.RecordAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, history.Tried);
    }

    private sealed class FullDisk : ISignalHistory
    {
        public int Tried { get; private set; }

        public Task<int> AppendAsync(IReadOnlyList<SignalReading> readings, CancellationToken cancellation)
        {
            Tried++;
            throw new StorageUnusableException("Signals cannot be kept", "signals.db", "the disk is full", "Free it.");
        }

        public Task<IReadOnlyList<SignalReading>> QueryAsync(SignalQuery query, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<SignalReading>>([]);
    }
}
