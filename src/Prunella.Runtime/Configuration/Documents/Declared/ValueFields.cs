using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Prunella.Runtime.Configuration.Documents.Declared;

/// <summary>Any text.</summary>
internal sealed class TextField(string key, string what) : Field(key, what)
{
    /// <summary>Characters, when it is bounded.</summary>
    public int MostLength { get; init; }

    public string Value { get; init; } = "";

    public override string Type => MostLength > 0 ? $"text, at most {MostLength / 1024} KiB" : "text";

    protected override string OwnDefault => Value.Length > 0 ? Value : "none";

    // An unquoted number or word is a text as well.
    public override JsonObject Schema() => new() { ["type"] = new JsonArray("string", "number", "boolean") };
}

/// <summary>A text of a form that its reader knows.</summary>
/// <param name="key">As it is written.</param>
/// <param name="what">What it means.</param>
/// <param name="form">The form, for people: type and range.</param>
/// <param name="pattern">The form as a regular expression.</param>
internal sealed class FormField(string key, string what, string form, string pattern) : Field(key, what)
{
    public override string Type => form;

    public override JsonObject Schema() => Patterns.Text(pattern);
}

/// <summary>A duration with its unit; nanoseconds inside.</summary>
internal sealed class DurationField(string key, string what, long least, long most) : Field(key, what)
{
    public long Least { get; } = least;

    public long Most { get; } = most;

    public long Value { get; init; }

    public override string Type => $"duration, {Quantities.Say(Least)} to {Quantities.Say(Most)}";

    protected override string OwnDefault => Quantities.Say(Value);

    public override JsonObject Schema() => Patterns.Text(Patterns.Duration, isNumber: false);
}

/// <summary>A share with its percent sign; per mille inside.</summary>
internal sealed class ShareField(string key, string what, int least = 1, int most = 1000) : Field(key, what)
{
    public int Least { get; } = least;

    public int Most { get; } = most;

    public int Value { get; init; }

    public override string Type => $"share, {Say(Least)} to {Say(Most)}";

    protected override string OwnDefault => Say(Value);

    public override JsonObject Schema() => Patterns.Text(Patterns.Share, isNumber: false);

    private static string Say(int perMille) => (perMille / 10m).ToString("0.#", CultureInfo.InvariantCulture) + "%";
}

/// <summary>How many times, with its x; per mille inside.</summary>
internal sealed class FactorField(string key, string what, int least, int most) : Field(key, what)
{
    public int Least { get; } = least;

    public int Most { get; } = most;

    public int Value { get; init; }

    public override string Type => $"factor, {Say(Least)} to {Say(Most)}";

    protected override string OwnDefault => Say(Value);

    public override JsonObject Schema() => Patterns.Text(Patterns.Factor, isNumber: false);

    public static string Say(int perMille) => (perMille / 1000m).ToString("0.#", CultureInfo.InvariantCulture) + "x";
}

/// <summary>A whole number without a unit.</summary>
internal sealed class CountField(string key, string what, long least, long most) : Field(key, what)
{
    public long Least { get; } = least;

    public long Most { get; } = most;

    public long Value { get; init; }

    public override string Type => $"count, {Least} to {Most}";

    protected override string OwnDefault => Value.ToString(CultureInfo.InvariantCulture);

    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["type"] = "integer", ["minimum"] = Least, ["maximum"] = Most }, Patterns.Text("[0-9]+", isNumber: false)),
    };
}

/// <summary>True or false.</summary>
internal sealed class FlagField(string key, string what) : Field(key, what)
{
    public bool Value { get; init; }

    public override string Type => "flag";

    protected override string OwnDefault => Value ? "true" : "false";

    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "boolean" }, Patterns.Text("true|false", isNumber: false)),
    };
}

/// <summary>One of a list of words.</summary>
internal sealed class WordField<T>(string key, string what) : Field(key, what) where T : struct, Enum
{
    public T Value { get; init; }

    public override string Type => string.Join(", ", Words.Of<T>().Select(w => $"`{w}`"));

    protected override string OwnDefault => $"`{Words.Of(Value)}`";

    public override JsonObject Schema() => Words.Schema<T>();
}

/// <summary>A list of words, each of the same kind.</summary>
internal sealed class WordsField<T>(string key, string what) : Field(key, what) where T : struct, Enum
{
    public override string Type => "list of " + string.Join(", ", Words.Of<T>().Select(w => $"`{w}`"));

    protected override string OwnDefault => "none";

    public override JsonObject Schema() => new() { ["type"] = "array", ["minItems"] = 1, ["items"] = Words.Schema<T>() };
}

/// <summary>The words of an enumeration, as documents write them.</summary>
internal static class Words
{
    public static string Of<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static string[] Of<T>() where T : struct, Enum => [.. Enum.GetValues<T>().Select(Of)];

    public static JsonObject Schema<T>() where T : struct, Enum => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["enum"] = new JsonArray([.. Of<T>().Select(w => (JsonNode)w)]) }, Patterns.Text("", isNumber: false)),
    };
}

/// <summary>Forms of plain values for a JSON Schema.</summary>
internal static class Patterns
{
    public const string Duration = @"[0-9]+(\.[0-9]+)?(ms|s|m|h|d)";
    public const string Share = @"[0-9]+(\.[0-9])?%";
    public const string Factor = @"[0-9]+(\.[0-9])?x";
    public const string Address = @"\S+:[0-9]+";
    public const string Name = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    public const string Date = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

    /// <summary>A text of the form, or one with a reference to the environment, whose form nobody knows yet.</summary>
    public static JsonObject Text(string pattern, bool isNumber = true) => new()
    {
        ["type"] = isNumber ? new JsonArray("string", "number") : "string",
        ["pattern"] = pattern.Length == 0 ? @"\$\{" : $@"^({pattern})$|\$\{{",
    };
}
