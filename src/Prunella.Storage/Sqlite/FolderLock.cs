using System.Globalization;

using Prunella.Contracts;
using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Ports;

namespace Prunella.Storage.Sqlite;

/// <summary>Keeps a second process off a journal, and remembers outside the file the highest epoch ever
/// opened.</summary>
/// <remarks>
/// The lock is the operating system's and goes with the process, however it ends; it only tells a second healer
/// clearly, while the epoch is what fences. The remembered epochs make a journal that was restored from a backup go
/// on above the epochs it has forgotten, so that no order id is used twice; restoring the whole folder forgets both.
/// </remarks>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _held;
    private readonly string _epochs;

    private FolderLock(FileStream held, string epochs)
    {
        _held = held;
        _epochs = epochs;
    }

    /// <summary>Takes the lock of a journal's file.</summary>
    public static FolderLock Take(string journal)
    {
        var path = journal + ".lock";
        try
        {
            Directory.CreateDirectory(
                Path.GetDirectoryName(journal)!,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), journal + ".epochs");
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new StorageUnusableException(
                "The journal cannot be opened", journal, "another process has it open, most likely a running healer",
                "Use that healer, stop it, or choose another data folder.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SqliteFile.Unusable("The journal cannot be opened", journal, e);
        }
    }

    /// <summary>Highest epoch remembered for a fleet; 0 when none is.</summary>
    public long HighestEpoch(FleetId fleet) => Read().GetValueOrDefault(fleet.Value);

    /// <summary>Remembers an epoch, durably, before it is opened.</summary>
    public void Remember(FleetId fleet, long epoch)
    {
        var epochs = Read();
        epochs[fleet.Value] = epoch;
        HealerFolder.WriteWhole(_epochs, string.Concat(epochs.Select(e => $"{e.Key} {e.Value}\n")));
    }

    public void Dispose() => _held.Dispose();

    /// <summary>A line that cannot be read counts as absent: the journal's own epochs still hold.</summary>
    private SortedDictionary<string, long> Read()
    {
        var epochs = new SortedDictionary<string, long>(StringComparer.Ordinal);
        if (!File.Exists(_epochs)) return epochs;
        foreach (var line in File.ReadLines(_epochs))
        {
            var parts = line.Split(' ');
            if (parts.Length == 2 && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var epoch))
                epochs[parts[0]] = epoch;
        }
        return epochs;
    }
}
