using System.Security.Cryptography;

using Microsoft.Data.Sqlite;

using Prunella.Contracts;
using Prunella.Runtime.Ports;

namespace Prunella.Storage.Sqlite;

/// <summary>The statements that read a journal.</summary>
internal static class JournalReader
{
    /// <summary>Records fetched at a time: no read transaction stays open while a caller thinks, so the log can be
    /// reset.</summary>
    private const int Page = 256;

    /// <summary>Binds a snapshot's bytes to the record that it stands for.</summary>
    public static string DigestOf(JournalSnapshot snapshot)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(System.Text.Encoding.ASCII.GetBytes($"{snapshot.Sequence} {snapshot.Format} {snapshot.Hash} "));
        sha.AppendData(snapshot.Bytes.Span);
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    public static string? BirthOf(SqliteConnection connection) =>
        SqliteFile.Scalar<string>(connection, "SELECT birth FROM journal WHERE one = 1");

    /// <summary>Records from a sequence on, unchecked, page by page.</summary>
    public static IEnumerable<JournalRecord> Records(SqliteConnection connection, FleetId fleet, long fromSequence)
    {
        while (true)
        {
            var page = PageOf(connection, fleet, fromSequence);
            foreach (var record in page) yield return record;
            if (page.Count < Page) yield break;
            fromSequence = page[^1].Sequence + 1;
        }
    }

    public static string? HashAt(SqliteConnection connection, FleetId fleet, long sequence) =>
        SqliteFile.Scalar<string>(connection, "SELECT hash FROM records WHERE fleet = $fleet AND sequence = $sequence", ("$fleet", fleet.Value), ("$sequence", sequence));

    /// <summary>Snapshots of a fleet, newest first, each with whether its bytes are as they were saved.</summary>
    public static IReadOnlyList<(JournalSnapshot Snapshot, bool Whole)> Snapshots(
        SqliteConnection connection, FleetId fleet)
    {
        using var command = SqliteFile.Command(
            connection,
            "SELECT sequence, hash, format, bytes, digest FROM snapshots WHERE fleet = $fleet ORDER BY sequence DESC",
            ("$fleet", fleet.Value));
        using var rows = command.ExecuteReader();
        var found = new List<(JournalSnapshot, bool)>();
        while (rows.Read())
        {
            var bytes = rows.GetFieldValue<byte[]>(3);
            var snapshot = new JournalSnapshot(fleet, rows.GetInt64(0), rows.GetString(1), rows.GetInt32(2), bytes);
            found.Add((snapshot, DigestOf(snapshot) == rows.GetString(4)));
        }
        return found;
    }

    public static byte[]? Content(SqliteConnection connection, string hash) =>
        SqliteFile.Scalar<byte[]>(connection, "SELECT bytes FROM contents WHERE hash = $hash", ("$hash", hash));

    private static List<JournalRecord> PageOf(SqliteConnection connection, FleetId fleet, long fromSequence)
    {
        using var command = SqliteFile.Command(
            connection,
            "SELECT sequence, epoch, bytes, previous_hash, hash FROM records WHERE fleet = $fleet AND sequence >= $from ORDER BY sequence LIMIT $page",
            ("$fleet", fleet.Value),
            ("$from", fromSequence),
            ("$page", Page));
        using var rows = command.ExecuteReader();
        var page = new List<JournalRecord>(Page);
        while (rows.Read())
        {
            var bytes = rows.GetFieldValue<byte[]>(2);
            page.Add(new JournalRecord(
                fleet, rows.GetInt64(0), rows.GetInt64(1), bytes, rows.GetString(3), rows.GetString(4)));
        }
        return page;
    }
}
