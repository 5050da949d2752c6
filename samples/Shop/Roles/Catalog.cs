using Microsoft.Data.Sqlite;

namespace Prunella.Samples.Shop.Roles;

/// <summary>Prices, from a small real database.</summary>
internal static class Catalog
{
    public static void Map(WebApplication app, Settings settings)
    {
        Directory.CreateDirectory(settings.Data);
        var file = Path.Combine(settings.Data, settings.Instance + ".db");
        var connection = new SqliteConnectionStringBuilder { DataSource = file }.ToString();
        Fill(connection);
        app.MapGet("/items/{id:int}", async (int id, CancellationToken cancellation) =>
        {
            await using var database = new SqliteConnection(connection);
            await database.OpenAsync(cancellation);
            await using var command = database.CreateCommand();
            command.CommandText = "SELECT price FROM items WHERE id = $id";
            command.Parameters.AddWithValue("$id", id);
            return await command.ExecuteScalarAsync(cancellation) is long price
                ? Results.Json(new { id, price })
                : Results.NotFound();
        });
    }

    private static void Fill(string connection)
    {
        using var database = new SqliteConnection(connection);
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = """
            PRAGMA journal_mode = WAL;
            CREATE TABLE IF NOT EXISTS items (id INTEGER PRIMARY KEY, price INTEGER NOT NULL) STRICT;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
            INSERT OR IGNORE INTO items SELECT i, 100 + i * 7 % 50 FROM n;
            """;
        command.ExecuteNonQuery();
    }
}
