using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Prunella.Senses.Otlp.Wire;

/// <summary>
/// A 128-bit hash of bytes as they arrived, by which known resources and streams are found without
/// making texts.
/// </summary>
/// <remarks>
/// Two lanes of multiply-and-fold over eight bytes at a time: lane = fold((lane ^ word) * odd
/// constant), where fold is the low half of the 128-bit product xor its high half. Seeded per
/// process, so that no sender can prepare collisions; therefore it never leaves the process: what
/// does is <see cref="Contracts.SeriesId"/>. Sums of fingerprints do not depend on order, which is
/// how attribute sets are hashed.
/// </remarks>
internal readonly record struct Fingerprint(ulong A, ulong B)
{
    private static readonly ulong SeedA = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
    private static readonly ulong SeedB = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));

    // Odd constants from the fractional digits of the golden ratio and of pi.
    private const ulong FactorA = 0x9E3779B97F4A7C15;
    private const ulong FactorB = 0x243F6A8885A308D3;

    public static Fingerprint Of(ReadOnlySpan<byte> bytes)
    {
        var a = SeedA ^ (ulong)bytes.Length;
        var b = SeedB ^ (ulong)bytes.Length;
        while (bytes.Length >= 8)
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            a = Fold(a ^ word, FactorA ^ SeedB);
            b = Fold(b ^ word, FactorB ^ SeedA);
            bytes = bytes[8..];
        }
        ulong tail = 0;
        for (var i = 0; i < bytes.Length; i++) tail |= (ulong)bytes[i] << (8 * i);
        return new Fingerprint(Fold(a ^ tail, FactorA), Fold(b ^ tail, FactorB));
    }

    /// <summary>This, then the other: order matters.</summary>
    public Fingerprint Then(Fingerprint next) =>
        new(Fold(A ^ next.A, FactorA), Fold(B ^ next.B ^ FactorA, FactorB));

    /// <summary>This and the other, in no order.</summary>
    public Fingerprint With(Fingerprint other) => unchecked(new(A + other.A, B + other.B));

    public override int GetHashCode() => unchecked((int)(A ^ (A >> 32)));

    private static ulong Fold(ulong left, ulong right)
    {
        // A zero factor would swallow the other side: the low bit keeps both alive.
        var high = Math.BigMul(left | 1, right | 1, out var low);
        return high ^ low ^ unchecked(left * FactorB);
    }
}
