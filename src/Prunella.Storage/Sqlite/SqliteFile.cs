using Microsoft.Data.Sqlite;

using Prunella.Runtime.Ports;

namespace Prunella.Storage.Sqlite;

/// <summary>Opens SQLite files the way this house needs them, and says in words why one cannot be opened.</summary>
internal static class SqliteFile
{
    /// <summary>3.37 of 2021 is the first with STRICT tables, which refuse a value of the wrong type.</summary>
    public static readonly Version LeastVersion = new(3, 37, 0);

    /// <summary>SQLITE_CORRUPT and SQLITE_NOTADB.</summary>
    private static readonly int[] DamageCodes = [11, 26];

    /// <summary>SQLITE_BUSY and SQLITE_LOCKED: somebody else holds the file.</summary>
    private static readonly int[] TakenCodes = [5, 6];

    public static bool IsDamage(SqliteException e) => DamageCodes.Contains(e.SqliteErrorCode);

    /// <summary>A connection that may write and creates the file; the caller closes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="synchronous"><c>FULL</c>: each commit is on the disk; <c>NORMAL</c>: the last ones may be lost
    /// with the power.</param>
    public static SqliteConnection OpenWriter(string path, string synchronous)
    {
        var connection = Open(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            CheckVersion(connection.ServerVersion);
            // Readers never wait for the writer in this mode, and a commit is one append to one file.
            var mode = Scalar<string>(connection, "PRAGMA journal_mode=WAL");
            if (mode != "wal") throw new InvalidOperationException($"SQLite stayed in journal mode '{mode}'; write-ahead logging needs shared memory, which network folders lack");
            Run(connection, $"PRAGMA synchronous={synchronous}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A connection that cannot write.</summary>
    public static SqliteConnection OpenReader(string path) => Open(path, SqliteOpenMode.ReadOnly);

    public static void CheckVersion(string found)
    {
        if (!Version.TryParse(found, out var version) || version < LeastVersion)
            throw new InvalidOperationException($"SQLite {found} was found, at least {LeastVersion} is needed");
    }

    public static void Run(
        SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        command.ExecuteNonQuery();
    }

    public static T? Scalar<T>(
        SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteScalar() is T value ? value : default;
    }

#pragma warning disable CA2100 // Every statement is a constant of this room; values travel as parameters.
    public static SqliteCommand Command(
        SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command;
    }
#pragma warning restore CA2100

    /// <summary>The one message for a store that cannot be used.</summary>
    public static StorageUnusableException Unusable(string what, string path, Exception cause)
    {
        var (why, next) = cause switch
        {
            SqliteException e when TakenCodes.Contains(e.SqliteErrorCode) =>
                ("another process is writing to it", "Stop that process, or choose another data folder."),
            SqliteException { SqliteErrorCode: 13 } => ("the disk is full", "Free space on that disk and start again."),
            SqliteException { SqliteErrorCode: 8 } => ("it may not be written to", "Give this user write access to the folder and its files."),
            SqliteException { SqliteErrorCode: 14 } => ("it cannot be opened", "Check that the folder exists and that this user may read and write it."),
            UnauthorizedAccessException => ("access is denied", "Give this user write access to the folder, or choose another data folder."),
            SqliteException e => (e.Message.TrimEnd('.'), "Check the disk, then start again."),
            _ => (cause.Message.TrimEnd('.'), "Mend this and start again."),
        };
        return new StorageUnusableException(what, path, why, next, cause);
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        // Not pooled: a closed connection must let go of the file.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 5,
        }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
