using Prunella.Cli.Client;
using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Loop;
using Prunella.Runtime.Ports;
using Prunella.Storage.Audit;

namespace Prunella.Cli.Policies;

/// <summary>What was done, read from a journal's file, whether a healer runs on it or not.</summary>
/// <param name="Records">How many records it holds.</param>
/// <param name="Policies">Policies that were broken or acted under.</param>
/// <param name="Done">What was carried out.</param>
/// <param name="FalseAlarms">What was marked as one since documents were last put in force.</param>
internal sealed record Deeds(
    long Records, IReadOnlySet<string> Policies, IReadOnlyList<Deed> Done, IReadOnlyList<FalseAlarm> FalseAlarms)
{
    /// <summary>Null when no folder is named and none can be found: a review of documents alone is one as
    /// well.</summary>
    public static async Task<Deeds?> ReadAsync(string? named, CancellationToken cancellation)
    {
        HealerFolder folder;
        try
        {
            folder = DataFolderChoice.Existing(named);
        }
        catch (CommandFailedException) when (named is null)
        {
            return null;
        }
        try
        {
            if (File.Exists(folder.Journal))
                return await Task.Run(() => Read(folder.Journal, cancellation), cancellation);
        }
        catch (Exception e) when (e is StorageUnusableException or JournalCorruptException)
        {
            throw new CommandFailedException(ExitCode.Unreachable, e.Message, $"prunella audit verify --data {folder.Root}");
        }
        return named is null ? null
            : throw new CommandFailedException(ExitCode.Unreachable, $"there is no journal in {folder.Root}.", "name the data folder of a healer");
    }

    private static Deeds Read(string journal, CancellationToken cancellation)
    {
        var (codec, tally) = (new JournalRecordCodec(), new DeedTally());
        JournalFile.Read(journal, record => tally.Take(codec.Decode(record).Events), cancellation);
        return tally.Deeds();
    }
}
