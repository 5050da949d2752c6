using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

using Prunella.Runtime.Wire;

namespace Prunella.Runtime.Journal;

/// <summary>The wire's JSON with the journal's two differences: every text is cleaned on its way in, and nothing
/// unknown is passed over.</summary>
/// <remarks>
/// Cleaning sits in the converter of strings itself: whatever member a type has or gets is free text and cleaned as
/// such, unless its name stands in <see cref="Identifiers"/>, and then it is cleaned as an identifier. There is no
/// third way.
/// </remarks>
internal static class JournalJson
{
    /// <summary>Frozen and shared; safe for any number of threads.</summary>
    public static readonly JsonSerializerOptions Options = Create();

    /// <summary>
    /// Members that hold names of documents, detectors and parts, ids that the kernel derived, hashes and codes. A
    /// member that carries somebody's words must not be here.
    /// </summary>
    public static readonly IReadOnlyList<string> Identifiers =
    [
        "Actuator", "By", "Code", "Deeds", "Detector", "Drill", "Fingerprint", "Gateway", "Hash", "Id", "Incident",
        "JournalBirth", "Key", "Name", "Objective", "OrderId", "Outcome", "Plan", "Policy", "Recipe", "Remediation",
        "RequestedBy", "Reverts", "ServiceClass", "Source", "Value", "Version",
    ];

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        WireJson.Configure(options);
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.Converters.Add(new CleanConverter(JournalText.Text));
        var resolver = new DefaultJsonTypeInfoResolver();
        resolver.Modifiers.Add(NameIdentifiers);
        options.TypeInfoResolver = resolver;
        options.MakeReadOnly();
        return options;
    }

    private static void NameIdentifiers(JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
        {
            if (member.PropertyType == typeof(string)
                && Identifiers.Contains(member.Name, StringComparer.OrdinalIgnoreCase))
                member.CustomConverter = new CleanConverter(JournalText.Identifier);
        }
    }

    private sealed class CleanConverter(Func<string, string> clean) : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WriteStringValue(clean(value));
    }
}
