using System.Text.Json;

using Microsoft.Data.Sqlite;

using Prunella.Runtime.Journal;
using Prunella.Runtime.Ports;
using Prunella.Storage.Sqlite;

namespace Prunella.Storage.Audit;

/// <summary>Checks the contents beside the records, and which of them a record needs.</summary>
internal sealed class ContentAudit
{
    private readonly HashSet<string> _present = new(StringComparer.Ordinal);

    private ContentAudit()
    {
    }

    /// <summary>Every content is that of its hash.</summary>
    public static ContentAudit Check(SqliteConnection connection)
    {
        var audit = new ContentAudit();
        using var command = SqliteFile.Command(connection, "SELECT hash, bytes FROM contents ORDER BY hash");
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var hash = rows.GetString(0);
            if (!AppendCheck.Matches(hash, rows.GetFieldValue<byte[]>(1)))
                throw new JournalCorruptException($"The content {hash} beside the journal has been changed. Restore journal.db from a backup.");
            audit._present.Add(hash);
        }
        return audit;
    }

    /// <summary>The hash of a policy set that the record offers and that is not there, or null.</summary>
    public string? Missing(JournalRecord record)
    {
        // Cheap first: few records offer policies, and the type's text stands in no other place but inside a string.
        if (record.Bytes.Span.IndexOf("\"policy-set-offered\""u8) < 0) return null;
        using var document = JsonDocument.Parse(record.Bytes);
        var input = document.RootElement.GetProperty("input");
        if (input.GetProperty("type").GetString() != "policy-set-offered") return null;
        var hash = input.GetProperty("data").GetProperty("hash").GetString() ?? "";
        return _present.Contains(hash) ? null : hash;
    }
}
