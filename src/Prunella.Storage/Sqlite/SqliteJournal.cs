using System.Runtime.CompilerServices;
using System.Security.Cryptography;

using Microsoft.Data.Sqlite;

using Prunella.Contracts;
using Prunella.Runtime.Journal;
using Prunella.Runtime.Ports;

namespace Prunella.Storage.Sqlite;

/// <summary>The journal in one SQLite file: write-ahead log, full synchronisation, one writer, group commit.</summary>
/// <remarks>
/// Safe for any number of threads. One process per file: a second one is told so at once, and would be fenced by the
/// epoch even on a file system without locks. Files beside it: <c>-wal</c>, <c>-shm</c> (SQLite's), <c>.lock</c>,
/// <c>.epochs</c>.
/// </remarks>
public sealed class SqliteJournal : IJournal, IJournalAttic, IAsyncDisposable
{
    private readonly string _path;
    private readonly string _birth;
    private readonly FolderLock _folder;
    private readonly CommitLoop _commits;

    private SqliteJournal(string path, string birth, FolderLock folder, SqliteConnection connection)
    {
        _path = path;
        _birth = birth;
        _folder = folder;
        _commits = new CommitLoop(connection, new JournalWriter(connection, folder, birth), path);
    }

    /// <inheritdoc/>
    public IJournalAttic Attic => this;

    /// <summary>Opens a journal, or creates it with its folder.</summary>
    /// <param name="path">The file, <c>journal.db</c>.</param>
    /// <param name="random">Draws the birth id of a new journal; null for the system's generator.</param>
    /// <exception cref="StorageUnusableException">It cannot be written, is open elsewhere, or SQLite is too
    /// old.</exception>
    /// <exception cref="JournalCorruptException">The file is no journal or is damaged.</exception>
    public static SqliteJournal Open(string path, RandomNumberGenerator? random = null)
    {
        path = Path.GetFullPath(path);
        var folder = FolderLock.Take(path);
        SqliteConnection? connection = null;
        try
        {
            connection = SqliteFile.OpenWriter(path, "FULL");
            JournalSchema.Migrations.Run(connection);
            return new SqliteJournal(path, EnsureBirth(connection, random), folder, connection);
        }
        catch (Exception e)
        {
            connection?.Dispose();
            folder.Dispose();
            throw Translate("The journal cannot be opened", path, e);
        }
    }

    /// <inheritdoc/>
    public Task<JournalHead> OpenEpochAsync(FleetId fleet, CancellationToken cancellation) =>
        _commits.WriteAsync(writer => writer.OpenEpoch(fleet), cancellation);

    /// <inheritdoc/>
    public Task AppendAsync(IReadOnlyList<JournalRecord> records, CancellationToken cancellation) =>
        records.Count == 0 ? Task.CompletedTask : _commits.WriteAsync(writer => writer.Append(records), cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalRecord> ReadAsync(
        FleetId fleet, long fromSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        using var connection = Reader();
        var start = Math.Max(fromSequence, 1);
        var walk = Reading(() => Walk(connection, fleet, start));
        if (walk is null) yield break;
        using var records = JournalReader.Records(connection, fleet, start).GetEnumerator();
        while (Reading(() => records.MoveNext()))
        {
            cancellation.ThrowIfCancellationRequested();
            walk.Step(records.Current);
            yield return records.Current;
        }
    }

    /// <inheritdoc/>
    public Task SaveSnapshotAsync(JournalSnapshot snapshot, CancellationToken cancellation) =>
        _commits.WriteAsync(writer => writer.SaveSnapshot(snapshot), cancellation);

    /// <inheritdoc/>
    /// <remarks>A damaged snapshot is passed over: it is only a short cut, and the audit reports it.</remarks>
    public Task<JournalSnapshot?> LoadSnapshotAsync(FleetId fleet, CancellationToken cancellation)
    {
        using var connection = Reader();
        var found = Reading(() => JournalReader.Snapshots(connection, fleet)
            .FirstOrDefault(s => s.Whole && IsOfChain(connection, s.Snapshot)));
        return Task.FromResult<JournalSnapshot?>(found.Snapshot);
    }

    /// <inheritdoc/>
    public Task SaveContentAsync(string hash, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        AppendCheck.VerifyContent(hash, content);
        return _commits.WriteAsync(writer => writer.SaveContent(hash, content), cancellation);
    }

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>> LoadContentAsync(string hash, CancellationToken cancellation)
    {
        using var connection = Reader();
        var content = Reading(() => JournalReader.Content(connection, hash)) ?? throw AppendCheck.ContentMissing(hash);
        if (!AppendCheck.Matches(hash, content))
            throw new JournalCorruptException($"The content {hash} beside the journal has been changed. Restore journal.db from a backup.");
        return Task.FromResult<ReadOnlyMemory<byte>>(content);
    }

    /// <summary>Finishes what waits, closes the file and lets go of the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await _commits.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>For tests: the file may not grow beyond so many pages, so that SQLite meets a full disk.</summary>
    internal Task LimitPagesAsync(long pages) =>
        _commits.WriteAsync(writer => writer.LimitPages(pages), CancellationToken.None);

    private static bool IsOfChain(SqliteConnection connection, JournalSnapshot snapshot) =>
        JournalReader.HashAt(connection, snapshot.Fleet, snapshot.Sequence) == snapshot.Hash;

    private ChainWalk? Walk(SqliteConnection connection, FleetId fleet, long start)
    {
        if (start == 1) return ChainWalk.FromStart(fleet, _birth);
        if (JournalReader.HashAt(connection, fleet, start - 1) is { } before)
            return new ChainWalk(fleet, _birth, start - 1, before);
        if (JournalReader.Records(connection, fleet, start).Any()) throw ChainWalk.Broken(fleet, start - 1, "it is missing");
        return null;
    }

    private static string EnsureBirth(SqliteConnection connection, RandomNumberGenerator? random)
    {
        if (JournalReader.BirthOf(connection) is { } birth) return birth;
        var drawn = new byte[4];
        if (random is null) RandomNumberGenerator.Fill(drawn);
        else random.GetBytes(drawn);
        birth = Convert.ToHexStringLower(drawn);
        SqliteFile.Run(connection, "INSERT INTO journal (one, birth) VALUES (1, $birth)", ("$birth", birth));
        return birth;
    }

    private SqliteConnection Reader() => Reading(() => SqliteFile.OpenReader(_path));

    private T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException e)
        {
            throw Translate("The journal cannot be read", _path, e);
        }
    }

    private static Exception Translate(string what, string path, Exception e) => e switch
    {
        StorageUnusableException or JournalCorruptException => e,
        SqliteException damage when SqliteFile.IsDamage(damage) => new JournalCorruptException(
            $"{what}: {path}: the file is damaged or is no journal ({damage.Message.TrimEnd('.')}). "
            + "Restore it from a backup, or keep it for inquiry and start with a new data folder.", e),
        _ => SqliteFile.Unusable(what, path, e),
    };
}
