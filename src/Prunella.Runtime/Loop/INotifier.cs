using System.Globalization;
using System.Threading.Channels;

using Microsoft.Extensions.Logging;

using Prunella.Runtime.DataFolder;

namespace Prunella.Runtime.Loop;

/// <summary>What a person is told.</summary>
/// <param name="AtUnixNanos">When.</param>
/// <param name="Incident">About which incident.</param>
/// <param name="Text">What and why, and what was already tried.</param>
public sealed record Notification(long AtUnixNanos, string Incident, string Text);

/// <summary>Tells a person.</summary>
/// <remarks>Must not block and must not throw: what cannot be told now is kept or counted by the
/// notifier.</remarks>
public interface INotifier
{
    /// <summary>Takes a notification.</summary>
    void Tell(Notification notification);
}

/// <summary>Tells by the log and by a line in <c>notifications.log</c> of the data
/// folder.</summary>
/// <remarks>Lines wait in a queue of 1000 for the disk; when it is full the log alone has them, and
/// says so.</remarks>
public sealed class NotificationLog : INotifier, IAsyncDisposable
{
    private const int Capacity = 1000;
    private readonly string _path;
    private readonly ILogger<NotificationLog> _log;
    private readonly Channel<Notification> _lines = Channel.CreateBounded<Notification>(Capacity);
    private readonly Task _writing;

    /// <summary>Writes beside the journal.</summary>
    public NotificationLog(HealerFolder folder, ILogger<NotificationLog> log)
    {
        _path = Path.Combine(folder.Root, "notifications.log");
        _log = log;
        _writing = Task.Run(WriteAsync);
    }

    /// <inheritdoc/>
    public void Tell(Notification notification)
    {
        _log.PersonTold(notification.Incident, notification.Text);
        if (!_lines.Writer.TryWrite(notification)) _log.NotificationNotWritten(_path, "too many wait");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync()
    {
        await foreach (var n in _lines.Reader.ReadAllAsync())
        {
            var at = DateTimeOffset.UnixEpoch.AddTicks(n.AtUnixNanos / 100).ToString("O", CultureInfo.InvariantCulture);
            try
            {
                await File.AppendAllTextAsync(_path, $"{at} {n.Incident} {n.Text.ReplaceLineEndings(" ")}\n");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _log.NotificationNotWritten(_path, e.Message);
            }
        }
    }
}
