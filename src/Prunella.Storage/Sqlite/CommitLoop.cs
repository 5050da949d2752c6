using System.Threading.Channels;

using Microsoft.Data.Sqlite;

using Prunella.Runtime.Ports;

namespace Prunella.Storage.Sqlite;

/// <summary>The one writer: takes what callers want written, puts what waits into one transaction, and answers when
/// it is on the disk.</summary>
/// <remarks>
/// Group commit: an fsync takes milliseconds, so callers that arrive while one runs share the next. Each piece is
/// checked and written in order of arrival; a piece that is refused (fenced) leaves the others as they are. When
/// SQLite reports an error while writing or committing, what the disk holds is not known any more: all pieces of that
/// transaction and all later ones are refused, and nothing is tried again.
/// </remarks>
internal sealed class CommitLoop : IAsyncDisposable
{
    /// <summary>Pieces that may wait; callers beyond it wait for room. Chosen by feel: far above one loop per
    /// fleet.</summary>
    private const int Waiting = 1024;

    /// <summary>Pieces in one transaction; bounds how long the first of them waits.</summary>
    private const int PerTransaction = 256;

    private readonly SqliteConnection _connection;
    private readonly JournalWriter _writer;
    private readonly string _path;
    private readonly Channel<Piece> _pieces =
        Channel.CreateBounded<Piece>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly Task _loop;
    private StorageUnusableException? _broken;

    private sealed class Piece(Action<JournalWriter> write)
    {
        public Action<JournalWriter> Write { get; } = write;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public CommitLoop(SqliteConnection connection, JournalWriter writer, string path)
    {
        _connection = connection;
        _writer = writer;
        _path = path;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Writes a piece; done when it is durable. Once it is in the queue it cannot be called back.</summary>
    public async Task WriteAsync(Action<JournalWriter> write, CancellationToken cancellation)
    {
        var piece = new Piece(write);
        try
        {
            await _pieces.Writer.WriteAsync(piece, cancellation);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteJournal));
        }
        await piece.Done.Task;
    }

    /// <summary>Writes a piece that gives something back.</summary>
    public async Task<T> WriteAsync<T>(Func<JournalWriter, T> write, CancellationToken cancellation)
    {
        T? result = default;
        await WriteAsync(writer => { result = write(writer); }, cancellation);
        return result!;
    }

    public async ValueTask DisposeAsync()
    {
        _pieces.Writer.TryComplete();
        await _loop;
        await _connection.DisposeAsync();
    }

    private async Task RunAsync()
    {
        var group = new List<Piece>();
        while (await _pieces.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < PerTransaction && _pieces.Reader.TryRead(out var piece)) group.Add(piece);
            if (_broken is null) Commit(group);
            if (_broken is null) continue;
            foreach (var piece in group) piece.Done.TrySetException(_broken);
        }
    }

    private void Commit(List<Piece> group)
    {
        var written = new List<Piece>(group.Count);
        try
        {
            // Immediate: the write lock is taken before the head is read, so no other process can write in between.
            using var transaction = _connection.BeginTransaction(deferred: false);
            foreach (var piece in group)
            {
                if (TryWrite(piece)) written.Add(piece);
            }
            transaction.Commit();
        }
        catch (Exception e)
        {
            // Not only SqliteException: whatever stops a commit leaves its outcome unknown.
            _broken = SqliteFile.Unusable("The journal takes no more records", _path, e);
            return;
        }
        foreach (var piece in written) piece.Done.TrySetResult();
    }

    private bool TryWrite(Piece piece)
    {
        try
        {
            piece.Write(_writer);
            return true;
        }
        catch (Exception e) when (e is JournalFencedException or ArgumentException)
        {
            piece.Done.TrySetException(e);
            return false;
        }
    }
}
