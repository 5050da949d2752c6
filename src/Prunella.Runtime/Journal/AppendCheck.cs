using System.Security.Cryptography;

using Prunella.Runtime.Ports;

namespace Prunella.Runtime.Journal;

/// <summary>What every journal checks before it stores: the compare of compare-and-set, and content against its
/// hash.</summary>
public static class AppendCheck
{
    /// <summary>Lets a batch pass that follows the head.</summary>
    /// <exception cref="JournalFencedException">Another loop has written, or a higher epoch is open.</exception>
    /// <exception cref="ArgumentException">The batch itself is not one chain: a defect of the caller.</exception>
    public static void Verify(IReadOnlyList<JournalRecord> records, JournalHead head)
    {
        var first = records[0];
        if (first.Epoch != head.Epoch || first.Sequence != head.Sequence + 1 || first.PreviousHash != head.Hash)
            throw new JournalFencedException(
                $"The journal of fleet '{first.Fleet}' stands at record {head.Sequence} in epoch {head.Epoch}; "
                + $"record {first.Sequence} of epoch {first.Epoch} does not follow. Another healer has taken over: this one must stop.");
        var walk = new ChainWalk(first.Fleet, head.Birth, head.Sequence, head.Hash);
        try
        {
            foreach (var record in records)
            {
                if (record.Epoch != head.Epoch) throw new ArgumentException("A batch is of one epoch.", nameof(records));
                walk.Step(record);
            }
        }
        catch (JournalCorruptException e)
        {
            throw new ArgumentException("The batch is not a chain that follows the head: " + e.Message, nameof(records), e);
        }
    }

    /// <summary>Lets content pass whose SHA-256 is the given one.</summary>
    public static void VerifyContent(string hash, ReadOnlyMemory<byte> content)
    {
        if (!Matches(hash, content.Span)) throw new ArgumentException($"The content's SHA-256 is not {hash}.", nameof(content));
    }

    /// <summary>Whether bytes have this SHA-256 (lower-case hex).</summary>
    public static bool Matches(string hash, ReadOnlySpan<byte> bytes) =>
        Convert.ToHexStringLower(SHA256.HashData(bytes)) == hash;

    /// <summary>The exception for content that is not there.</summary>
    public static JournalCorruptException ContentMissing(string hash) => new(
        $"The content {hash} that a record names is missing beside the journal. Restore journal.db from a backup.");
}
