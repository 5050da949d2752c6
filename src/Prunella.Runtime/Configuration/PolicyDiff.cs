using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

using Prunella.Kernel.Policies;
using Prunella.Runtime.Configuration.Documents;
using Prunella.Runtime.Wire;

namespace Prunella.Runtime.Configuration;

/// <summary>What a change means for what the healer may do by itself.</summary>
public enum Freedom
{
    /// <summary>Neither, or not to be said without knowing more.</summary>
    Same,

    /// <summary>It may do more, sooner or oftener.</summary>
    More,

    /// <summary>It may do less.</summary>
    Less,
}

/// <summary>One difference in meaning between two sets of documents.</summary>
/// <param name="Kind">Fleet, Service, Dependency, Policy, Recipe, or Setup for what the kernel does not decide
/// by.</param>
/// <param name="Name">Of the document.</param>
/// <param name="Key">What in it; empty for the whole document.</param>
/// <param name="Before">As it is said; empty when there was none.</param>
/// <param name="After">As it is said; empty when there is none.</param>
/// <param name="Freedom">What it means for what the healer may do.</param>
public sealed record PolicyChange(string Kind, string Name, string Key, string Before, string After, Freedom Freedom);

/// <summary>Compares sets of documents by what they mean: order, form, comments and defaults that are written out do
/// not count.</summary>
public static class PolicyDiff
{
    private static readonly SortedDictionary<string, bool> MoreIsFreer = new(StringComparer.Ordinal)
    {
        ["Policy mode"] = true,
        ["Policy guardrails.blastRadius"] = true,
        ["Policy guardrails.minHealthy"] = false,
        ["Policy guardrails.minHealthyCount"] = false,
        ["Policy guardrails.cooldown"] = false,
        ["Policy guardrails.budget.remediations"] = true,
        ["Policy guardrails.budget.per"] = false,
        ["Policy guardrails.holdDown"] = false,
        ["Fleet maxConcurrent"] = true,
        ["Fleet budget.remediations"] = true,
        ["Fleet budget.per"] = false,
        ["Recipe confidence"] = false,
        ["Recipe lease"] = true,
        ["Recipe maxHold"] = true,
        ["Service protected"] = false,
    };

    /// <summary>All differences, by kind, name and key.</summary>
    public static IReadOnlyList<PolicyChange> Between(FleetConfiguration before, FleetConfiguration after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (old, young) = (Flat(before), Flat(after));
        var changes = new List<PolicyChange>();
        foreach (var document in old.Keys.Union(young.Keys).Order())
        {
            var (was, now) = (old.GetValueOrDefault(document), young.GetValueOrDefault(document));
            if (was is null || now is null) changes.Add(Whole(document, was is null));
            else changes.AddRange(Keys(document, was, now));
        }
        return changes;
    }

    private static PolicyChange Whole((string Kind, string Name) document, bool isNew) => new(
        document.Kind, document.Name, "", isNew ? "" : "there", isNew ? "there" : "",
        document.Kind is "Policy" or "Recipe" ? isNew ? Freedom.More : Freedom.Less : Freedom.Same);

    private static IEnumerable<PolicyChange> Keys(
        (string Kind, string Name) document, SortedDictionary<string, string> was, SortedDictionary<string,
            string> now) =>
        from key in was.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
        let pair = (Before: was.GetValueOrDefault(key, ""), After: now.GetValueOrDefault(key, ""))
        where pair.Before != pair.After
        let said = Said(key)
        select new PolicyChange(
            document.Kind, document.Name, said, Value(key, pair.Before), Value(key, pair.After), Meaning(document.Kind + " " + said, pair));

    private static Freedom Meaning(string key, (string Before, string After) pair)
    {
        if (!MoreIsFreer.TryGetValue(key, out var moreIsFreer)) return Freedom.Same;
        if (Rank(pair.Before) is not { } before || Rank(pair.After) is not { } after || before == after)
            return Freedom.Same;
        return after > before == moreIsFreer ? Freedom.More : Freedom.Less;
    }

    private static long? Rank(string value) =>
        Enum.TryParse<Mode>(value, ignoreCase: true, out var mode) && !char.IsDigit(value[0]) ? (long)mode
        : value switch { "true" => 1, "false" => 0, _ => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null };

    /// <summary>Every document with its values by the path of their keys.</summary>
    private static SortedDictionary<(string Kind, string Name), SortedDictionary<string,
        string>> Flat(FleetConfiguration configuration)
    {
        var set = JsonNode.Parse(configuration.Content.Span)!.AsObject();
        var documents = new SortedDictionary<(string, string), SortedDictionary<string, string>>();
        Add("Fleet", set["fleet"]!, n => n["id"]!.GetValue<string>());
        foreach (var (kind, list, name) in ((string, string, string)[])[("Service", "services", "id"), ("Dependency", "dependencies", "id"), ("Policy", "policies", "name"), ("Recipe", "recipes", "name")])
        {
            foreach (var node in set[list]!.AsArray()) Add(kind, node!, n => n[name]!.GetValue<string>());
        }
        foreach (var setup in Setups(configuration)) Add("Setup", setup.Value, _ => setup.Key);
        return documents;

        void Add(string kind, JsonNode node, Func<JsonNode, string> name)
        {
            var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
            Walk(node, "", values);
            documents[(kind, name(node))] = values;
        }
    }

    /// <summary>What is not in the kernel's set: addresses, probes, processes.</summary>
    private static IEnumerable<KeyValuePair<string, JsonNode>> Setups(FleetConfiguration configuration)
    {
        foreach (var instance in configuration.Instances)
        {
            yield return new($"instance {instance.Id}", JsonSerializer.SerializeToNode(
                new
                {
                    address = instance.Address.ToString(),
                    probes = instance.Probes,
                    process = Relative(instance.Process, configuration.Folder),
                },
                WireJson.Options)!);
        }
        foreach (var gateway in configuration.Gateways)
        {
            yield return new($"gateway {gateway.Name}", JsonSerializer.SerializeToNode(
                new
                {
                    listen = gateway.Listen.ToString(),
                    services = gateway.Services,
                    gateway.TryTimeoutNanos,
                    gateway.RetryPerMille
                }, WireJson.Options)!);
        }
        foreach (var fallback in configuration.Fallbacks)
            yield return new($"fallback {fallback.Dependency}", JsonSerializer.SerializeToNode(fallback, WireJson.Options)!);
        var listen = configuration.Listen;
        yield return new("listen", JsonSerializer.SerializeToNode(
            new { api = $"{listen.Api}", otlpGrpc = $"{listen.OtlpGrpc}", otlpHttp = $"{listen.OtlpHttp}" }, WireJson.Options)!);
    }

    /// <summary>The same documents in another folder start the same programs there.</summary>
    private static ProcessSetup? Relative(ProcessSetup? process, string folder) => process is null || folder.Length == 0
        ? process
        : process with
        {
            Command = Path.GetRelativePath(folder, process.Command),
            WorkingDirectory = Path.GetRelativePath(folder, process.WorkingDirectory),
        };

    private static void Walk(JsonNode? node, string path, SortedDictionary<string, string> values)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map) Walk(value, path.Length == 0 ? key : $"{path}.{key}", values);
                break;
            case JsonArray list when list.All(i => i is JsonValue):
                values[path] = string.Join(", ", list.Select(i => i!.ToString()));
                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++) Walk(list[i], $"{path}[{Named(list[i]) ?? $"{i}"}]", values);
                break;
            default:
                values[path] = node?.ToString() ?? "";
                break;
        }
    }

    private static string? Named(JsonNode? node) => node is JsonObject map && (map["id"] ?? map["key"]) is JsonValue name ? name.ToString() : null;

    private static string Said(string key) => key.Replace("Nanos", "", StringComparison.Ordinal)
        .Replace("PerMille", "", StringComparison.Ordinal).Replace("PerMillion", "", StringComparison.Ordinal).Replace("Milli", "", StringComparison.Ordinal);

    private static string Value(string key, string value)
    {
        if (value.Length == 0 || !long.TryParse(value, CultureInfo.InvariantCulture, out var number)) return value;
        if (key.EndsWith("Nanos", StringComparison.Ordinal)) return Quantities.Say(number);
        if (key.EndsWith("PerMille", StringComparison.Ordinal)) return string.Create(CultureInfo.InvariantCulture, $"{number / 10m:0.#}%");
        if (key.EndsWith("PerMillion", StringComparison.Ordinal)) return string.Create(CultureInfo.InvariantCulture, $"{number / 10_000m:0.####}%");
        return key.EndsWith("Milli", StringComparison.Ordinal) ? string.Create(CultureInfo.InvariantCulture, $"{number / 1000m:0.###}") : value;
    }
}
