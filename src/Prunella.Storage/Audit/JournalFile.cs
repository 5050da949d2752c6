using Microsoft.Data.Sqlite;

using Prunella.Contracts;
using Prunella.Runtime.Ports;
using Prunella.Storage.Sqlite;

namespace Prunella.Storage.Audit;

/// <summary>Reads a journal's records from its file alone, read-only, whether a healer runs on it or not. Nothing is
/// verified: that is <see cref="JournalAuditor"/>'s.</summary>
public static class JournalFile
{
    /// <summary>Hands over every record of every fleet, oldest first, from one state of the file.</summary>
    /// <exception cref="StorageUnusableException">There is no such file, or it cannot be read.</exception>
    public static void Read(string path, Action<JournalRecord> take, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(take);
        if (!File.Exists(path))
            throw new StorageUnusableException("The journal cannot be read", path, "there is no such file", "Name the data folder of a healer with --data.");
        try
        {
            using var connection = JournalAuditor.OpenReadOnly(Path.GetFullPath(path));
            using var snapshot = connection.BeginTransaction(deferred: true);
            foreach (var fleet in JournalAuditor.FleetsOf(connection))
            {
                foreach (var record in JournalReader.Records(connection, new FleetId(fleet), long.MinValue))
                {
                    cancellation.ThrowIfCancellationRequested();
                    take(record);
                }
            }
        }
        catch (Exception e) when (e is SqliteException or InvalidOperationException or UnauthorizedAccessException
            or InvalidCastException)
        {
            throw SqliteFile.Unusable("The journal cannot be read", path, e);
        }
    }
}
