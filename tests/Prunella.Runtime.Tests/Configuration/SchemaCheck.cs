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
        "type" => Unless(Types(rule).Contains(TypeOf(value)), $": is {TypeOf(value)}, not {rule.ToJsonString()}"),
        "const" => Unless(value?.GetValue<string>() == rule.GetValue<string>(), $": is not {rule}"),
        "allOf" => Of(rule, value).FirstOrDefault(r => r is not null),
        "anyOf" => Unless(Of(rule, value).Any(r => r is null), $": '{value}' is like none of {rule.AsArray().Count}"),
        "oneOf" => Unless(Of(rule, value).Count(r => r is null) == 1, ": fits none, or several"),
        "minimum" or "maximum" => null,
        _ => value switch
        {
            JsonObject map => OfMap(keyword, rule, schema, map),
            JsonArray list => OfList(keyword, rule, list),
            _ => OfText(keyword, rule, value?.ToString() ?? ""),
        },
    };

    private string? OfMap(string keyword, JsonNode rule, JsonObject schema, JsonObject map) => keyword switch
    {
        "required" => rule.AsArray().Where(r => !map.ContainsKey(r!.GetValue<string>())).Select(r => $".{r}: is missing").FirstOrDefault(),
        "properties" => map.Where(p => rule[p.Key] is JsonObject).Select(p => Refusal(rule[p.Key]!.AsObject(), p.Value, "." + p.Key)).FirstOrDefault(r => r is not null),
        "additionalProperties" => Additional(rule, schema, map),
        "minProperties" => Unless(map.Count >= rule.GetValue<int>(), ": has too few keys"),
        "maxProperties" => Unless(map.Count <= rule.GetValue<int>(), ": has too many keys"),
        _ => $": the keyword {keyword} is not known to the test for a map",
    };

    private string? OfList(string keyword, JsonNode rule, JsonArray list) => keyword switch
    {
        "items" => list.Select((i, n) => Refusal(rule.AsObject(), i, $"[{n}]")).FirstOrDefault(r => r is not null),
        "minItems" => Unless(list.Count >= rule.GetValue<int>(), ": has too few items"),
        _ => null,
    };

    private static string? OfText(string keyword, JsonNode rule, string text) => keyword switch
    {
        "enum" => Unless(rule.AsArray().Any(e => e!.GetValue<string>() == text), ": is no word of the list"),
        "pattern" => Unless(Regex.IsMatch(text, rule.GetValue<string>()), $": '{text}' is not like {rule}"),
        _ => null,
    };

    private IEnumerable<string?> Of(JsonNode rule, JsonNode? value) => rule.AsArray().Select(s => Refusal(s!.AsObject(), value, ""));

    private static string? Unless(bool isRight, string refusal) => isRight ? null : refusal;

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
