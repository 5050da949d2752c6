using System.Security.Cryptography;

using Prunella.Contracts;
using Prunella.Runtime.Ports;

namespace Prunella.Runtime.Journal;

/// <summary>The hash chain: each record's hash covers its bytes and, through the previous hash, everything before
/// it.</summary>
/// <remarks>hash(n) = SHA-256(hash(n-1) as 32 bytes, then the record's bytes); hash(0) is 32 zero bytes.</remarks>
public static class JournalChain
{
    /// <summary>The previous hash of a fleet's first record.</summary>
    public static readonly string Genesis = new('0', 64);

    /// <summary>The hash of a record, lower-case hex.</summary>
    /// <exception cref="FormatException">The previous hash is not 64 hex digits.</exception>
    public static string HashOf(string previousHash, ReadOnlySpan<byte> bytes)
    {
        if (previousHash.Length != 64) throw new FormatException($"'{previousHash}' is no hash: expected 64 hex digits.");
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Convert.FromHexString(previousHash));
        sha.AppendData(bytes);
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    /// <summary>Puts bytes behind a head: the record to append.</summary>
    public static JournalRecord Seal(FleetId fleet, JournalHead head, ReadOnlyMemory<byte> bytes) =>
        new(fleet, head.Sequence + 1, head.Epoch, bytes, head.Hash, HashOf(head.Hash, bytes.Span));

    /// <summary>The head after a record was appended.</summary>
    public static JournalHead After(JournalHead head, JournalRecord record) =>
        head with { Sequence = record.Sequence, Hash = record.Hash };
}
