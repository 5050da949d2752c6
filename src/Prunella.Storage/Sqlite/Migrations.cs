using Microsoft.Data.Sqlite;

namespace Prunella.Storage.Sqlite;

/// <summary>Numbered steps that bring a file's tables to today's shape; each runs once, in its own
/// transaction.</summary>
/// <remarks>The table <c>migrations</c> lists those that have run. A step that has shipped is never changed.</remarks>
internal sealed class Migrations(IReadOnlyList<string> steps)
{
    /// <summary>Number of the last step.</summary>
    public int Latest => steps.Count;

    /// <summary>Runs what has not run yet.</summary>
    /// <exception cref="InvalidOperationException">The file was written by a newer program.</exception>
    public void Run(SqliteConnection connection)
    {
        SqliteFile.Run(connection, "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY) STRICT");
        var done = Found(connection);
        for (var number = done + 1; number <= Latest; number++)
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            SqliteFile.Run(connection, steps[number - 1]);
            SqliteFile.Run(connection, "INSERT INTO migrations (number) VALUES ($number)", ("$number", number));
            transaction.Commit();
        }
    }

    /// <summary>Number of the last step that has run on the file.</summary>
    public int Found(SqliteConnection connection)
    {
        var done = (int)SqliteFile.Scalar<long>(connection, "SELECT ifnull(max(number), 0) FROM migrations");
        if (done > Latest)
            throw new InvalidOperationException($"its tables have version {done}, this program knows up to {Latest}; use the version of Prunella that wrote it, or a newer one");
        return done;
    }
}
