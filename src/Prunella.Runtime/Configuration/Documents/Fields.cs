using System.Text.Json;

using Prunella.Runtime.Configuration.Yaml;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>
/// Reads the keys of one map, each by its type; whatever was not asked for at the end is an unknown
/// key.
/// </summary>
internal sealed class Fields(YamlMap map, Place place, Problems problems, Func<string, string?> environment)
{
    private readonly SortedSet<string> _asked = new(StringComparer.Ordinal);

    public Place Place { get; } = place;

    public Problems Problems { get; } = problems;

    public bool Has(string key) => map.Entries.Any(e => e.Key == key);

    public Place At(string key) =>
        Place.Under(key, map.Entries.FirstOrDefault(e => e.Key == key)?.KeyMark ?? Place.Mark);

    public string Text(string key, string otherwise) => Scalar(key) ?? otherwise;

    public string RequiredText(string key)
    {
        var before = Problems.Count;
        if (Scalar(key) is { Length: > 0 } text) return text;
        // A value that could not be read has been told already.
        if (Problems.Count == before) Missing(key);
        return "";
    }

    public long Duration(string key, long otherwise, long least, long most)
    {
        if (Scalar(key) is not { } text) return otherwise;
        if (Quantities.Duration(text) is not { } nanos) Wrong(key, text, "is no duration", Quantities.DurationForm);
        else if (nanos < least || nanos > most) Wrong(key, text, "is out of range", $"{Say(least)} to {Say(most)}");
        else return nanos;
        return otherwise;
    }

    public int Share(string key, int otherwise, int least = 1, int most = 1000)
    {
        if (Scalar(key) is not { } text) return otherwise;
        if (Quantities.Share(text) is not { } share) Wrong(key, text, "is no share", Quantities.ShareForm);
        else if (share < least || share > most) Wrong(key, text, "is out of range", $"{least / 10.0}% to {most / 10.0}%");
        else return share;
        return otherwise;
    }

    public long Count(string key, long otherwise, long least, long most)
    {
        if (Scalar(key) is not { } text) return otherwise;
        if (Quantities.Count(text) is not { } count) Wrong(key, text, "is no count", "a whole number without a unit");
        else if (count < least || count > most) Wrong(key, text, "is out of range", $"{least} to {most}");
        else return count;
        return otherwise;
    }

    public bool Flag(string key, bool otherwise)
    {
        switch (Scalar(key))
        {
            case null: return otherwise;
            case "true": return true;
            case "false": return false;
            case var text:
                Wrong(key, text, "is neither true nor false", "true, false");
                return otherwise;
        }
    }

    public T Word<T>(string key, T otherwise) where T : struct, Enum =>
        Scalar(key) is { } text ? WordOf(text, At(key), otherwise) : otherwise;

    public T WordOf<T>(string text, Place at, T otherwise) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()) == text) return value;
        }
        var words = Enum.GetNames<T>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName).ToArray();
        Problems.Add(at, "is not known" + Suggestion.For(text, words), text, string.Join(", ", words));
        return otherwise;
    }

    public IReadOnlyList<Placed<string>> Texts(string key)
    {
        var texts = new List<Placed<string>>();
        foreach (var item in Items(key))
        {
            if (item.Value is not YamlScalar scalar) Problems.Add(item.Place, "must be a text");
            else if (Resolve(scalar.Text, item.Place) is { } text) texts.Add(new Placed<string>(text, item.Place));
        }
        return texts;
    }

    /// <summary>Keys with plain texts, such as an environment.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs(string key) => Map(key) is { } pairs
        ? [.. pairs.Keys().Select(k => KeyValuePair.Create(k, pairs.Text(k, "")))]
        : [];

    public IReadOnlyList<string> Keys() => [.. map.Entries.Select(e => e.Key)];

    public Fields? Map(string key)
    {
        if (Take(key) is not { } entry) return null;
        if (entry.Value is YamlMap inner) return new Fields(inner, At(key), Problems, environment);
        Problems.Add(At(key), "must be a map of keys");
        return null;
    }

    public IReadOnlyList<Fields> Maps(string key)
    {
        var maps = new List<Fields>();
        foreach (var item in Items(key))
        {
            if (item.Value is YamlMap inner) maps.Add(new Fields(inner, item.Place, Problems, environment));
            else Problems.Add(item.Place, "must be a map of keys");
        }
        return maps;
    }

    /// <summary>Names every key that nobody asked for.</summary>
    public void Done()
    {
        foreach (var entry in map.Entries.Where(e => !_asked.Contains(e.Key)))
            Problems.Add(Place.Under(entry.Key, entry.KeyMark), "is not a key here" + Suggestion.For(entry.Key, _asked), "", string.Join(", ", _asked));
    }

    public void Wrong(string key, string value, string problem, string allowed) =>
        Problems.Add(At(key), problem, value, allowed);

    public void Missing(string key) => Problems.Add(Place.Under(key, Place.Mark), "is missing");

    private IEnumerable<Placed<YamlNode>> Items(string key)
    {
        if (Take(key) is not { } entry) return [];
        if (entry.Value is YamlList list)
            return list.Items.Select((node, i) => new Placed<YamlNode>(node, At(key).Item(i, node.Mark)));
        Problems.Add(At(key), "must be a list");
        return [];
    }

    private string? Scalar(string key)
    {
        if (Take(key) is not { } entry) return null;
        if (entry.Value is YamlScalar scalar) return Resolve(scalar.Text, At(key));
        Problems.Add(At(key), "must be a plain value, not a list or map");
        return null;
    }

    private string? Resolve(string text, Place at) =>
        EnvironmentText.Resolve(text, environment, (problem, allowed) => Problems.Add(at, problem, text, allowed));

    private YamlEntry? Take(string key)
    {
        _asked.Add(key);
        return map.Entries.FirstOrDefault(e => e.Key == key);
    }

    private static string Say(long nanos) => nanos switch
    {
        >= 86_400_000_000_000 when nanos % 86_400_000_000_000 == 0 => $"{nanos / 86_400_000_000_000}d",
        >= 3_600_000_000_000 when nanos % 3_600_000_000_000 == 0 => $"{nanos / 3_600_000_000_000}h",
        >= 60_000_000_000 when nanos % 60_000_000_000 == 0 => $"{nanos / 60_000_000_000}m",
        >= 1_000_000_000 when nanos % 1_000_000_000 == 0 => $"{nanos / 1_000_000_000}s",
        _ => $"{nanos / 1_000_000}ms",
    };
}
