using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Prunella.Runtime.Tests.Configuration;

/// <summary>As much of a JSON Schema validator as our schemas need; a keyword that it does not know fails.</summary>
internal sealed class SchemaCheck(JsonObject root)
{
    private static readonly string[] Silent = ["$schema", "title", "description", "definitions"];

    public string? Refusal(JsonNode? value) => Refusal(root, value, "");

    private string? Refusal(JsonObject schema, JsonNode? value, string at) => schema
        .Where(k => !Silent.Contains(k.Key))
        .Select(k => Refusal(k.Key, k.Value!, schema, value) is { } refusal ? Join(at, refusal) : null)
        .FirstOrDefault(r => r is not null);

    private string? Refusal(string keyword, JsonNode rule, JsonObject schema, JsonNode? value) => keyword switch
    {
        "$ref" => Refusal(root["definitions"]![rule.GetValue<string>()["#/definitions/".Length..]]!.AsObject(), value, ""),
        "type" => Types(rule).Contains(TypeOf(value)) ? null : $": is {TypeOf(value)}, not {rule.ToJsonString()}",
        "const" => value?.GetValue<string>() == rule.GetValue<string>() ? null : $": is not {rule}",
        "enum" => value is JsonValue v && rule.AsArray().Any(e => e!.GetValue<string>() == v.ToString()) ? null : ": is no word of the list",
        "pattern" => value is not JsonValue text || Regex.IsMatch(text.ToString(), rule.GetValue<string>()) ? null : $": '{value}' is not like {rule}",
        "required" => value is JsonObject map ? rule.AsArray().Where(r => !map.ContainsKey(r!.GetValue<string>())).Select(r => $".{r}: is missing").FirstOrDefault() : null,
        "properties" => value is JsonObject map ? map.Select(p => rule[p.Key] is JsonObject inner ? Refusal(inner, p.Value, "." + p.Key) : null).FirstOrDefault(r => r is not null) : null,
        "additionalProperties" => value is JsonObject map ? Additional(rule, schema, map) : null,
        "minProperties" => value is JsonObject map && map.Count < rule.GetValue<int>() ? ": has too few keys" : null,
        "maxProperties" => value is JsonObject map && map.Count > rule.GetValue<int>() ? ": has too many keys" : null,
        "items" => value is JsonArray list ? list.Select((i, n) => Refusal(rule.AsObject(), i, $"[{n}]")).FirstOrDefault(r => r is not null) : null,
        "minItems" => value is JsonArray list && list.Count < rule.GetValue<int>() ? ": has too few items" : null,
        "minimum" or "maximum" => null,
        "allOf" => rule.AsArray().Select(s => Refusal(s!.AsObject(), value, "")).FirstOrDefault(r => r is not null),
        "anyOf" => rule.AsArray().Select(s => Refusal(s!.AsObject(), value, "")).All(r => r is not null) ? $": '{value}' is like none of {rule.AsArray().Count}" : null,
        "oneOf" => rule.AsArray().Select(s => Refusal(s!.AsObject(), value, "")).Count(r => r is null) == 1 ? null : ": fits none, or several",
        _ => $": the keyword {keyword} is not known to the test",
    };

    private string? Additional(JsonNode rule, JsonObject schema, JsonObject map)
    {
        var others = map.Where(p => schema["properties"]?[p.Key] is null);
        return rule is JsonObject inner
            ? others.Select(p => Refusal(inner, p.Value, "." + p.Key)).FirstOrDefault(r => r is not null)
            : others.Select(p => $".{p.Key}: is not a key here").FirstOrDefault();
    }

    private static string Join(string at, string refusal) => at + refusal;

    private static string[] Types(JsonNode rule) => rule is JsonArray several ? [.. several.Select(t => t!.GetValue<string>())] : [rule.GetValue<string>()];

    private static string TypeOf(JsonNode? value) => value switch { null => "null", JsonObject => "object", JsonArray => "array", _ => "string" };
}
