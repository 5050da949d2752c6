using Microsoft.Data.Sqlite;

using Prunella.Contracts;
using Prunella.Runtime.Journal;
using Prunella.Runtime.Ports;
using Prunella.Runtime.Views;
using Prunella.Storage.Sqlite;

namespace Prunella.Storage.Audit;

/// <summary>Checks a journal from its file alone, read-only, whether a healer runs on it or not.</summary>
/// <remarks>
/// Seen: a record edited, deleted, inserted or moved, a column around it changed, an epoch or a policy set's content
/// that a record needs changed or missing, a changed snapshot. Not seen, and said in the report: a tail cut off at a
/// record, or a whole journal written anew; both need a witness outside. Reads one state of the file, from the first
/// to the last record; memory does not grow with it.
/// </remarks>
public static class JournalAuditor
{
    private const string Unseen =
        "What this cannot see: records cut off at the end, or a journal rewritten as a whole. "
        + "Compare head and number of records with what you noted elsewhere.";

    private const string Advice = "Restore journal.db from a backup, or keep the file for inquiry and start with a new data folder.";

    /// <summary>Checks every fleet's chain and all that lies beside it.</summary>
    /// <exception cref="StorageUnusableException">There is no such file, or it cannot be read.</exception>
    public static Task<AuditReport> VerifyAsync(string path, CancellationToken cancellation) =>
        Task.Run(() => Verify(Path.GetFullPath(path), cancellation), cancellation);

    private static AuditReport Verify(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path))
            throw new StorageUnusableException("The journal cannot be checked", path, "there is no such file", "Name the data folder of a healer with --data.");
        var tally = new Tally();
        try
        {
            using var connection = OpenReadOnly(path);
            using var snapshot = connection.BeginTransaction(deferred: true);
            Check(connection, tally, cancellation);
            return new AuditReport(1, true, tally.Records, tally.Head, $"{tally.Summary()} {Unseen}");
        }
        catch (JournalCorruptException e)
        {
            return new AuditReport(1, false, tally.Records, tally.Head, e.Message);
        }
        catch (SqliteException e) when (SqliteFile.IsDamage(e))
        {
            return new AuditReport(1, false, tally.Records, tally.Head, $"{path} is damaged or is no journal: {e.Message} {Advice}");
        }
        catch (InvalidCastException e)
        {
            return new AuditReport(1, false, tally.Records, tally.Head, $"{path} holds a value of a wrong type: {e.Message} {Advice}");
        }
        catch (Exception e) when (e is SqliteException or InvalidOperationException or UnauthorizedAccessException)
        {
            throw SqliteFile.Unusable("The journal cannot be checked", path, e);
        }
    }

    /// <summary>
    /// A folder that may not be written to has no place for SQLite's shared memory; then the file is read as it stands,
    /// which is right because nobody can be writing there and no log is left over.
    /// </summary>
    internal static SqliteConnection OpenReadOnly(string path)
    {
        var connection = SqliteFile.OpenReader(path);
        try
        {
            SqliteFile.Scalar<long>(connection, "SELECT count(*) FROM sqlite_schema");
            return connection;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 8 or 14 && !File.Exists(path + "-wal"))
        {
            connection.Dispose();
            return SqliteFile.OpenReader($"file:{Uri.EscapeDataString(path)}?immutable=1");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Check(SqliteConnection connection, Tally tally, CancellationToken cancellation)
    {
        if (SqliteFile.Scalar<long>(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'journal'") == 0)
            throw new JournalCorruptException($"The file holds no journal. {Advice}");
        JournalSchema.Migrations.Found(connection);
        // The chain is read through an index: an index that does not tell what the table holds would hide a record.
        if (SqliteFile.Scalar<string>(connection, "PRAGMA integrity_check(1)") is { } found and not "ok")
            throw new JournalCorruptException($"The file is damaged: {found}. {Advice}");
        var birth = JournalReader.BirthOf(connection) ?? throw new JournalCorruptException($"The journal's birth id is missing. {Advice}");
        var contents = ContentAudit.Check(connection);
        foreach (var fleet in FleetsOf(connection))
        {
            var walk = ChainWalk.FromStart(new FleetId(fleet), birth);
            var epochs = EpochsOf(connection, new FleetId(fleet));
            // From below any legal sequence: a record slipped in before the first must be met, not passed over.
            foreach (var record in JournalReader.Records(connection, new FleetId(fleet), long.MinValue))
            {
                cancellation.ThrowIfCancellationRequested();
                walk.Step(record);
                CheckAround(record, epochs, contents);
                tally.Count(record);
            }
            CheckSnapshots(connection, new FleetId(fleet), tally);
        }
    }

    internal static List<string> FleetsOf(SqliteConnection connection)
    {
        using var command = SqliteFile.Command(
            connection, "SELECT fleet FROM records UNION SELECT fleet FROM epochs UNION SELECT fleet FROM snapshots ORDER BY 1");
        using var rows = command.ExecuteReader();
        var fleets = new List<string>();
        while (rows.Read()) fleets.Add(rows.GetString(0));
        return fleets;
    }

    private static void CheckAround(JournalRecord record, HashSet<long> epochs, ContentAudit contents)
    {
        if (!epochs.Contains(record.Epoch))
            throw ChainWalk.Broken(record.Fleet, record.Sequence, $"its epoch {record.Epoch} was never opened");
        if (contents.Missing(record) is { } hash)
            throw ChainWalk.Broken(record.Fleet, record.Sequence, $"the policy set {hash} that it names is missing beside it");
    }

    private static HashSet<long> EpochsOf(SqliteConnection connection, FleetId fleet)
    {
        using var command = SqliteFile.Command(connection, "SELECT epoch FROM epochs WHERE fleet = $fleet", ("$fleet", fleet.Value));
        using var rows = command.ExecuteReader();
        var epochs = new HashSet<long>();
        while (rows.Read()) epochs.Add(rows.GetInt64(0));
        return epochs;
    }

    private static void CheckSnapshots(SqliteConnection connection, FleetId fleet, Tally tally)
    {
        foreach (var (snapshot, whole) in JournalReader.Snapshots(connection, fleet))
        {
            var name = $"The snapshot after record {snapshot.Sequence} of fleet '{fleet}'";
            if (!whole) throw new JournalCorruptException($"{name} has been changed. Delete its row: the healer folds the records instead.");
            if (JournalReader.HashAt(connection, fleet, snapshot.Sequence) != snapshot.Hash)
                throw new JournalCorruptException($"{name} stands for a record that is not there: records have been cut off or replaced. {Advice}");
            tally.Snapshots++;
        }
    }

    private sealed class Tally
    {
        private readonly SortedDictionary<string, string> _heads = new(StringComparer.Ordinal);

        public long Records { get; private set; }

        public int Snapshots { get; set; }

        /// <summary>Hash of the last record; with several fleets <c>fleet=hash</c> of each.</summary>
        public string Head => _heads.Count <= 1
            ? _heads.Values.FirstOrDefault(JournalChain.Genesis)
            : string.Join(' ', _heads.Select(h => $"{h.Key}={h.Value}"));

        public void Count(JournalRecord record)
        {
            Records++;
            _heads[record.Fleet.Value] = record.Hash;
        }

        public string Summary() =>
            $"Checked {Records} records (hashes, order, epochs), the policy sets that they name and {Snapshots} snapshots.";
    }
}
