using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Policies;
using Prunella.Kernel.State;
using Prunella.Runtime.Views;
using Prunella.Runtime.Wire;

namespace Prunella.Runtime.Loop;

/// <summary>What a snapshot holds: the state and the views after a record, and that record's
/// stamp.</summary>
/// <param name="At">Stamp of the last record: no later stamp may be below it.</param>
/// <param name="State">The kernel's state; its policies are left out, because they lie beside the
/// journal under their hash.</param>
/// <param name="Views">The views' book.</param>
internal sealed record LoopSnapshot(long At, KernelState State, FleetBook Views);

/// <summary>Snapshots as JSON; a short cut for folding, never a source of truth, so a format it
/// does not know is no error.</summary>
internal static class SnapshotJson
{
    /// <summary>Grows with each change of the state's or the book's shape; a snapshot of another
    /// format is not used.</summary>
    public const int Format = 8;

    private static readonly JsonSerializerOptions Options = Create();

    public static byte[] Write(LoopSnapshot snapshot) => JsonSerializer.SerializeToUtf8Bytes(snapshot, Options);

    /// <summary>Reads a snapshot; its policies are still to be put in by hash.</summary>
    /// <exception cref="JsonException">It is not readable.</exception>
    public static LoopSnapshot Read(ReadOnlyMemory<byte> bytes) =>
        JsonSerializer.Deserialize<LoopSnapshot>(bytes.Span, Options) ?? throw new JsonException("A snapshot is an object.");

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        WireJson.Configure(options);
        options.Converters.Add(new OrderedMapFactory());
        options.Converters.Add(new OrderedSetConverter());
        options.Converters.Add(new PolicyIndexConverter());
        options.Converters.Add(new SubjectVerdictsConverter());
        options.Converters.Add(new VerdictMapConverter());
        options.Converters.Add(new EventConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class OrderedMapFactory : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) =>
            typeToConvert.IsGenericType
            && typeToConvert.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>)
            && typeToConvert.GetGenericArguments()[0] == typeof(string);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(
                typeof(OrderedMapConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()[1]))!;
    }

    /// <summary>Maps come back with the order they had: ordinal.</summary>
    private sealed class OrderedMapConverter<T> : JsonConverter<ImmutableSortedDictionary<string, T>>
    {
        public override ImmutableSortedDictionary<string, T> Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var read = JsonSerializer.Deserialize<Dictionary<string, T>>(ref reader, options)
                ?? throw new JsonException("A map is an object.");
            return read.ToImmutableSortedDictionary(StringComparer.Ordinal);
        }

        public override void Write(
            Utf8JsonWriter writer, ImmutableSortedDictionary<string, T> value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (key, item) in value)
            {
                writer.WritePropertyName(key);
                JsonSerializer.Serialize(writer, item, options);
            }
            writer.WriteEndObject();
        }
    }

    private sealed class OrderedSetConverter : JsonConverter<ImmutableSortedSet<string>>
    {
        public override ImmutableSortedSet<string> Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ImmutableSortedSet.Create(
                StringComparer.Ordinal, JsonSerializer.Deserialize<string[]>(ref reader, options) ?? []);

        public override void Write(
            Utf8JsonWriter writer, ImmutableSortedSet<string> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.ToArray(), options);
    }

    /// <summary>What is said of a subject is kept as it is; what was worked out of it is worked out again.</summary>
    private sealed class SubjectVerdictsConverter : JsonConverter<SubjectVerdicts>
    {
        public override SubjectVerdicts Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            SubjectVerdicts.Of(JsonSerializer.Deserialize<Verdict[]>(ref reader, options) ?? []);

        public override void Write(Utf8JsonWriter writer, SubjectVerdicts value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var verdict in value) JsonSerializer.Serialize(writer, verdict, options);
            writer.WriteEndArray();
        }
    }

    private sealed class VerdictMapConverter : JsonConverter<VerdictMap>
    {
        public override VerdictMap Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            VerdictMap.Of(JsonSerializer.Deserialize<SubjectVerdicts[]>(ref reader, options) ?? []);

        public override void Write(Utf8JsonWriter writer, VerdictMap value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.ToArray(), options);
    }

    /// <summary>Policies are not repeated in each snapshot.</summary>
    private sealed class PolicyIndexConverter : JsonConverter<PolicyIndex>
    {
        public override PolicyIndex Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            reader.Skip();
            return PolicyIndex.Empty;
        }

        public override void Write(Utf8JsonWriter writer, PolicyIndex value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
        }
    }

    /// <summary>Events under their journal names.</summary>
    private sealed class EventConverter : JsonConverter<KernelEvent>
    {
        private static readonly Dictionary<string, Type> ByName = typeof(KernelEvent).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(KernelEvent)))
            .ToDictionary(t => t.GetCustomAttribute<JournalTypeAttribute>()!.Name, StringComparer.Ordinal);

        public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(KernelEvent);

        public override KernelEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var name = document.RootElement.GetProperty("type").GetString() ?? "";
            if (!ByName.TryGetValue(name, out var type)) throw new JsonException($"There is no event '{name}'.");
            return (KernelEvent)document.RootElement.GetProperty("event").Deserialize(type, options)!;
        }

        public override void Write(Utf8JsonWriter writer, KernelEvent value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("type", value.GetType().GetCustomAttribute<JournalTypeAttribute>()!.Name);
            writer.WritePropertyName("event");
            JsonSerializer.Serialize(writer, value, value.GetType(), options);
            writer.WriteEndObject();
        }
    }
}
