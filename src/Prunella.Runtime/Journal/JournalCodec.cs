using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Runtime.Ports;
using Prunella.Runtime.Wire;

namespace Prunella.Runtime.Journal;

/// <summary>Turns entries into a record's canonical bytes and back.</summary>
/// <remarks>
/// The encoding is described byte for byte in docs/reference/journal.md. Every text is cleaned by
/// <see cref="JournalText"/> while it is written. A policy set stands in a record by its hash alone. Safe for any
/// number of threads.
/// </remarks>
/// <param name="policySets">Finds the content of a policy set by its hash; called when an offered set is read.</param>
/// <param name="upcasters">How older shapes are read; null for those that have shipped.</param>
public sealed class JournalCodec(Func<string, PolicySet> policySets, Upcasters? upcasters = null)
{
    /// <summary>Version of the record's outer shape.</summary>
    public const int Format = 1;

    internal static readonly JsonWriterOptions WriterOptions = new() { Encoder = JournalJson.Options.Encoder };

    private readonly Upcasters _upcasters = upcasters ?? Upcasters.Shipped;

    /// <summary>The canonical bytes of an entry: the same entry gives the same bytes on any machine.</summary>
    public static ReadOnlyMemory<byte> Encode(JournalEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("journal"u8, entry.Birth);
            writer.WriteString("fleet"u8, entry.Fleet.Value);
            writer.WriteNumber("sequence"u8, entry.Sequence);
            writer.WriteNumber("epoch"u8, entry.Epoch);
            writer.WriteNumber("at"u8, entry.Input.At);
            writer.WriteNumber("format"u8, Format);
            writer.WritePropertyName("actor"u8);
            JsonSerializer.Serialize(writer, entry.Input.Actor, JournalJson.Options);
            writer.WritePropertyName("input"u8);
            Write(writer, JournalTypes.Inputs.Of(entry.Input.Body), entry.Input.Body);
            writer.WriteStartArray("events"u8);
            foreach (var happened in entry.Events) Write(writer, JournalTypes.Events.Of(happened), happened);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    /// <summary>Encodes what a decision led to and seals it behind a head: the record to append.</summary>
    public static JournalRecord Seal(
        FleetId fleet, JournalHead head, Stamped input, IReadOnlyList<KernelEvent> events)
    {
        var entry = new JournalEntry(head.Birth, fleet, head.Sequence + 1, head.Epoch, input, events);
        return JournalChain.Seal(fleet, head, Encode(entry));
    }

    /// <summary>
    /// The input as the journal will keep it. The loop decides on this one, so that replaying the journal decides on
    /// the same words; the same instance comes back when nothing had to be cleaned.
    /// </summary>
    public static KernelInput Clean(KernelInput input)
    {
        if (input is PolicySetOffered) return input;
        var type = input.GetType();
        var clean = JsonSerializer.SerializeToUtf8Bytes(input, type, JournalJson.Options);
        var asItIs = JsonSerializer.SerializeToUtf8Bytes(input, type, WireJson.Options);
        if (clean.AsSpan().SequenceEqual(asItIs)) return input;
        return (KernelInput)JsonSerializer.Deserialize(clean, type, JournalJson.Options)!;
    }

    /// <summary>Reads a record's bytes.</summary>
    /// <exception cref="JournalFormatException">A type or version that this program does not know, or a shape it
    /// cannot read.</exception>
    public JournalEntry Decode(JournalRecord record) => Decode(record.Bytes, $"Record {record.Sequence} of fleet '{record.Fleet}'");

    /// <summary>Reads bytes; the name stands in messages (<c>Record 7 of fleet 'default'</c>).</summary>
    /// <exception cref="JournalFormatException">A type or version that this program does not know, or a shape it
    /// cannot read.</exception>
    public JournalEntry Decode(ReadOnlyMemory<byte> bytes, string name)
    {
        try
        {
            var header = JournalHeader.Read(bytes.Span) ?? throw new JournalFormatException($"{name} does not start as a record does.");
            if (header.Format != Format) throw Newer(name, $"format {header.Format}", $"{Format}");
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            var actor = root.GetProperty("actor").Deserialize<Actor>(JournalJson.Options)!;
            var input = (KernelInput)Read(root.GetProperty("input"), JournalTypes.Inputs, name);
            var events = root.GetProperty("events").EnumerateArray()
                .Select(e => (KernelEvent)Read(e, JournalTypes.Events, name)).ToArray();
            var stamped = new Stamped(header.At, actor, input);
            var fleet = new FleetId(header.Fleet);
            return new JournalEntry(header.Birth, fleet, header.Sequence, header.Epoch, stamped, events);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException
            or InvalidOperationException or FormatException)
        {
            throw new JournalFormatException($"{name} cannot be read: {e.Message}", e);
        }
    }

    internal static void Write(Utf8JsonWriter writer, JournalTypeEntry type, object value)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, type.Name);
        writer.WriteNumber("v"u8, type.Version);
        writer.WritePropertyName("data"u8);
        if (value is PolicySetOffered offered)
        {
            writer.WriteStartObject();
            writer.WriteString("hash"u8, JournalText.Identifier(offered.Hash));
            writer.WritePropertyName("stage"u8);
            JsonSerializer.Serialize(writer, offered.Stage, JournalJson.Options);
            writer.WriteNumber("sharePerMille"u8, offered.SharePerMille);
            writer.WriteEndObject();
        }
        else
        {
            JsonSerializer.Serialize(writer, value, type.Clr, JournalJson.Options);
        }
        writer.WriteEndObject();
    }

    internal object Read(JsonElement item, JournalTypes types, string name)
    {
        var typeName = item.GetProperty("type").GetString() ?? "";
        var version = item.GetProperty("v").GetInt32();
        var what = $"an {types.Kind} '{typeName}' of version {version}";
        if (types.Find(typeName) is not { } type) throw Newer(name, what, "none of that name");
        if (version > type.Version) throw Newer(name, what, $"up to {type.Version}");
        var data = JsonObject.Create(item.GetProperty("data")) ?? throw new JournalFormatException($"{name} holds {what} without data.");
        data = _upcasters.Raise(types.Kind, typeName, data, (version, type.Version))
            ?? throw new JournalFormatException($"{name} holds {what}, for which an upcaster is missing: report this as a defect.");
        if (type.Clr == typeof(PolicySetOffered)) return Offered(data);
        return data.Deserialize(type.Clr, JournalJson.Options)!;
    }

    private PolicySetOffered Offered(JsonObject data)
    {
        var hash = (string?)data["hash"] ?? "";
        return new PolicySetOffered(
            hash, policySets(hash), data["stage"].Deserialize<PolicyStage>(JournalJson.Options), (int?)data["sharePerMille"] ?? 0);
    }

    private static JournalFormatException Newer(string name, string what, string known) => new(
        $"{name} holds {what}; this program knows {known}. Start the version of Prunella that wrote it, or a newer one.");
}
