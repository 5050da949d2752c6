namespace Prunella.Storage.Sqlite;

/// <summary>The tables of journal.db.</summary>
internal static class JournalSchema
{
    public static readonly Migrations Migrations = new(
    [
        """
        CREATE TABLE journal (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            birth TEXT NOT NULL CHECK (length(birth) = 8)
        ) STRICT;
        CREATE TABLE epochs (
            fleet TEXT NOT NULL,
            epoch INTEGER NOT NULL CHECK (epoch > 0),
            PRIMARY KEY (fleet, epoch)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE records (
            fleet TEXT NOT NULL,
            sequence INTEGER NOT NULL CHECK (sequence > 0),
            epoch INTEGER NOT NULL,
            previous_hash TEXT NOT NULL,
            hash TEXT NOT NULL,
            bytes BLOB NOT NULL,
            PRIMARY KEY (fleet, sequence)
        ) STRICT;
        CREATE TABLE snapshots (
            fleet TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            hash TEXT NOT NULL,
            format INTEGER NOT NULL,
            digest TEXT NOT NULL,
            bytes BLOB NOT NULL,
            PRIMARY KEY (fleet, sequence)
        ) STRICT;
        CREATE TABLE contents (
            hash TEXT PRIMARY KEY,
            bytes BLOB NOT NULL
        ) STRICT;
        """,
    ]);
}
