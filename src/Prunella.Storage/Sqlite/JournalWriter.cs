using Microsoft.Data.Sqlite;

using Prunella.Contracts;
using Prunella.Runtime.Journal;
using Prunella.Runtime.Ports;

namespace Prunella.Storage.Sqlite;

/// <summary>The statements that change a journal, within a transaction that somebody else begins and commits.</summary>
/// <remarks>One thread: the commit loop's. Whatever is refused is refused before the first row is written.</remarks>
internal sealed class JournalWriter(SqliteConnection connection, FolderLock folder, string birth)
{
    /// <summary>Snapshots kept: the newest, and the one before in case the newest is damaged.</summary>
    private const int SnapshotsKept = 2;

    public JournalHead OpenEpoch(FleetId fleet)
    {
        var head = HeadOf(fleet);
        var epoch = Math.Max(head.Epoch, folder.HighestEpoch(fleet)) + 1;
        folder.Remember(fleet, epoch);
        SqliteFile.Run(connection, "INSERT INTO epochs (fleet, epoch) VALUES ($fleet, $epoch)", ("$fleet", fleet.Value), ("$epoch", epoch));
        return head with { Epoch = epoch };
    }

    public void Append(IReadOnlyList<JournalRecord> records)
    {
        AppendCheck.Verify(records, HeadOf(records[0].Fleet));
        using var insert = SqliteFile.Command(
            connection,
            "INSERT INTO records (fleet, sequence, epoch, previous_hash, hash, bytes) VALUES ($fleet, $sequence, $epoch, $previous, $hash, $bytes)");
        foreach (var record in records)
        {
            insert.Parameters.Clear();
            insert.Parameters.AddWithValue("$fleet", record.Fleet.Value);
            insert.Parameters.AddWithValue("$sequence", record.Sequence);
            insert.Parameters.AddWithValue("$epoch", record.Epoch);
            insert.Parameters.AddWithValue("$previous", record.PreviousHash);
            insert.Parameters.AddWithValue("$hash", record.Hash);
            insert.Parameters.AddWithValue("$bytes", record.Bytes.ToArray());
            insert.ExecuteNonQuery();
        }
    }

    public void SaveSnapshot(JournalSnapshot snapshot)
    {
        SqliteFile.Run(
            connection,
            "INSERT OR REPLACE INTO snapshots (fleet, sequence, hash, format, digest, bytes) VALUES ($fleet, $sequence, $hash, $format, $digest, $bytes)",
            ("$fleet", snapshot.Fleet.Value),
            ("$sequence", snapshot.Sequence),
            ("$hash", snapshot.Hash),
            ("$format", snapshot.Format),
            ("$digest", JournalReader.DigestOf(snapshot)),
            ("$bytes", snapshot.Bytes.ToArray()));
        SqliteFile.Run(
            connection,
            """
            DELETE FROM snapshots WHERE fleet = $fleet AND sequence NOT IN
                (SELECT sequence FROM snapshots WHERE fleet = $fleet ORDER BY sequence DESC LIMIT $kept)
            """,
            ("$fleet", snapshot.Fleet.Value),
            ("$kept", SnapshotsKept));
    }

    /// <summary>Replacing heals content that was damaged on the disk: the caller's is known to match the
    /// hash.</summary>
    public void SaveContent(string hash, ReadOnlyMemory<byte> content) => SqliteFile.Run(
        connection, "INSERT OR REPLACE INTO contents (hash, bytes) VALUES ($hash, $bytes)", ("$hash", hash), ("$bytes", content.ToArray()));

    /// <summary>For tests: from here on SQLite meets a full disk at so many pages.</summary>
    public void LimitPages(long pages) => SqliteFile.Run(connection, $"PRAGMA max_page_count={pages}");

    private JournalHead HeadOf(FleetId fleet)
    {
        var epoch = SqliteFile.Scalar<long>(
            connection, "SELECT ifnull(max(epoch), 0) FROM epochs WHERE fleet = $fleet", ("$fleet", fleet.Value));
        using var last = SqliteFile.Command(
            connection, "SELECT sequence, hash FROM records WHERE fleet = $fleet ORDER BY sequence DESC LIMIT 1", ("$fleet", fleet.Value));
        using var row = last.ExecuteReader();
        return row.Read()
            ? new JournalHead(birth, row.GetInt64(0), epoch, row.GetString(1))
            : new JournalHead(birth, 0, epoch, JournalChain.Genesis);
    }
}
