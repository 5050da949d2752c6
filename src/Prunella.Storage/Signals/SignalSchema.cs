using Prunella.Storage.Sqlite;

namespace Prunella.Storage.Signals;

/// <summary>The tables of signals.db.</summary>
internal static class SignalSchema
{
    public static readonly Migrations Migrations = new(
    [
        """
        CREATE TABLE series (
            id INTEGER PRIMARY KEY,
            subject TEXT NOT NULL,
            signal TEXT NOT NULL,
            name TEXT NOT NULL,
            UNIQUE (subject, signal, name)
        ) STRICT;
        CREATE TABLE seconds (
            series INTEGER NOT NULL,
            at INTEGER NOT NULL,
            value REAL NOT NULL,
            expected REAL NOT NULL,
            badness INTEGER NOT NULL,
            PRIMARY KEY (series, at)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE tens (
            series INTEGER NOT NULL,
            at INTEGER NOT NULL,
            value REAL NOT NULL,
            expected REAL NOT NULL,
            badness INTEGER NOT NULL,
            PRIMARY KEY (series, at)
        ) STRICT, WITHOUT ROWID;
        """,
    ]);
}
