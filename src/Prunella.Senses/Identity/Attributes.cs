using System.Globalization;
using System.Text;

using Prunella.Senses.Otlp.Wire;

namespace Prunella.Senses.Identity;

/// <summary>
/// Attributes as texts, made only when a resource, stream or span is met for the first time or
/// needs them.
/// </summary>
/// <remarks>
/// At most 128 are kept, values cut at 512 characters; lists and maps count as absent.
/// </remarks>
internal sealed class Attributes
{
    private const int MaxCount = 128;
    private const int MaxValue = 512;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Reads the KeyValue fields with the given number out of a message.</summary>
    public static Attributes Of(ReadOnlySpan<byte> message, int field)
    {
        var attributes = new Attributes();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == field && reader.Type == WireType.Bytes) attributes.Add(reader.Bytes);
        }
        return attributes;
    }

    /// <summary>
    /// The first of the names that has a value: the modern name first, then what it was called
    /// before.
    /// </summary>
    public string? First(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_values.TryGetValue(name, out var value) && value.Length > 0) return value;
        }
        return null;
    }

    /// <summary>The text of an AnyValue; null for lists, maps and bytes.</summary>
    public static string? TextOf(ReadOnlySpan<byte> anyValue, int cut)
    {
        string? text = null;
        var reader = new ProtoReader(anyValue);
        while (reader.Next())
        {
            text = (reader.Field, reader.Type) switch
            {
                (1, WireType.Bytes) => Utf8(reader.Bytes, cut),
                (2, WireType.Varint) => reader.Bits != 0 ? "true" : "false",
                (3, WireType.Varint) => unchecked((long)reader.Bits).ToString(CultureInfo.InvariantCulture),
                (4, WireType.Fixed64) => reader.Double.ToString(CultureInfo.InvariantCulture),
                _ => text,
            };
        }
        return text;
    }

    /// <summary>
    /// At most so many characters of a text; broken UTF-8 becomes replacement characters.
    /// </summary>
    public static string Utf8(ReadOnlySpan<byte> bytes, int cut)
    {
        // Four bytes make at least one character, so this never cuts below the limit.
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 4 * cut)]);
        return text.Length <= cut ? text : text[..cut];
    }

    private void Add(ReadOnlySpan<byte> keyValue)
    {
        if (_values.Count >= MaxCount) return;
        string? key = null, value = null;
        var reader = new ProtoReader(keyValue);
        while (reader.Next())
        {
            if (reader.Type != WireType.Bytes) continue;
            if (reader.Field == 1) key = Utf8(reader.Bytes, Names.MaxLength);
            else if (reader.Field == 2) value = TextOf(reader.Bytes, MaxValue);
        }
        if (key is not null && value is not null) _values[key] = value;
    }
}
