using System.Text.Json;

namespace Prunella.Runtime.Journal;

/// <summary>The members at the start of a record's bytes that repeat where it stands.</summary>
/// <param name="Birth">The journal's birth id.</param>
/// <param name="Fleet">Whose.</param>
/// <param name="Sequence">Where in the fleet's chain.</param>
/// <param name="Epoch">Of the loop that wrote it.</param>
/// <param name="At">The input's stamp, Unix nanoseconds UTC.</param>
/// <param name="Format">Version of the record's outer shape.</param>
public sealed record JournalHeader(string Birth, string Fleet, long Sequence, long Epoch, long At, int Format)
{
    /// <summary>Reads it without reading the rest; null when the bytes do not start with it.</summary>
    public static JournalHeader? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            return Next(ref reader, "journal"u8) && reader.GetString() is { } birth
                && Next(ref reader, "fleet"u8) && reader.GetString() is { } fleet
                && Number(ref reader, "sequence"u8, out var sequence)
                && Number(ref reader, "epoch"u8, out var epoch)
                && Number(ref reader, "at"u8, out var at)
                && Number(ref reader, "format"u8, out var format)
                ? new JournalHeader(birth, fleet, sequence, epoch, at, (int)format)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException
            or FormatException or OverflowException)
        {
            return null;
        }
    }

    private static bool Number(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, out long value)
    {
        value = 0;
        return Next(ref reader, name) && reader.TryGetInt64(out value);
    }

    private static bool Next(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName
        && reader.ValueTextEquals(name) && reader.Read();
}
