using System.Globalization;

using Prunella.Runtime.Configuration.Documents.Declared;
using Prunella.Runtime.Configuration.Yaml;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Where what is wrong is told, and where the environment is looked up.</summary>
internal sealed record Reading(Problems Problems, Func<string, string?> Environment);

/// <summary>Reads the keys of one map as its shape declares them.</summary>
internal sealed class Fields
{
    private readonly YamlMap _map;
    private readonly Reading _reading;

    /// <summary>Names at once every key that does not stand in the shape.</summary>
    public Fields(Shape shape, YamlMap map, Place place, Reading reading)
    {
        (_map, Place, _reading) = (map, place, reading);
        foreach (var entry in map.Entries.Where(e => !shape.Keys.Contains(e.Key))
            .TakeWhile(_ => !Problems.IsFull(place.File)))
            Problems.Add(place.Under(entry.Key, entry.KeyMark), "is not a key here" + Suggestion.For(entry.Key, shape.Keys), "", string.Join(", ", shape.Keys));
        foreach (var field in shape.Fields.OfType<UnheldField>().Where(Has))
            Problems.Add(At(field), "cannot be held: " + field.What, "", field.Instead);
    }

    public Place Place { get; }

    public Problems Problems => _reading.Problems;

    /// <summary>What stands here, in the order in which it stands.</summary>
    public IReadOnlyList<string> Keys() => [.. _map.Entries.Select(e => e.Key)];

    public bool Has(Field field) => Entry(field) is not null;

    public Place At(Field field) => Place.Under(field.Key, Entry(field)?.KeyMark ?? Place.Mark);

    public string Read(TextField field) => Required(field, Text(field)) ?? field.Value;

    /// <summary>The text as it stands, whose form the caller knows; empty when there is none.</summary>
    public string Read(FormField field) => Required(field, Text(field)) ?? "";

    public long Read(DurationField field) => Read(field, field.Value);

    /// <summary>For a default that hangs on something else.</summary>
    public long Read(DurationField field, long otherwise) =>
        Required(field, Text(field)) is { } text && DurationOf(field, text, (field.Least, field.Most)) is { } nanos
            ? nanos
            : otherwise;

    /// <summary>Nanoseconds of a text that stands at a key; null when it is none in the range, which has been
    /// told.</summary>
    public long? DurationOf(Field field, string text, (long Least, long Most) range)
    {
        if (Quantities.Duration(text) is not { } nanos) Wrong(field, text, "is no duration", Quantities.DurationForm);
        else if (nanos < range.Least || nanos > range.Most)
            Wrong(field, text, "is out of range", $"{Quantities.Say(range.Least)} to {Quantities.Say(range.Most)}");
        else return nanos;
        return null;
    }

    public int Read(ShareField field)
    {
        if (Required(field, Text(field)) is not { } text) return field.Value;
        if (Quantities.Share(text) is not { } share) Wrong(field, text, "is no share", Quantities.ShareForm);
        else if (share < field.Least || share > field.Most) OutOfRange(field, text, field.Most);
        else return share;
        return field.Value;
    }

    public void OutOfRange(ShareField field, string text, int most) =>
        Wrong(field, text, "is out of range", string.Create(CultureInfo.InvariantCulture, $"{field.Least / 10.0}% to {most / 10.0}%"));

    public int Read(FactorField field)
    {
        if (Required(field, Text(field)) is not { } text) return field.Value;
        if (Quantities.Factor(text) is not { } factor) Wrong(field, text, "is no factor", Quantities.FactorForm);
        else if (factor < field.Least || factor > field.Most)
            Wrong(field, text, "is out of range", $"{FactorField.Say(field.Least)} to {FactorField.Say(field.Most)}");
        else return factor;
        return field.Value;
    }

    public long Read(CountField field)
    {
        if (Required(field, Text(field)) is not { } text) return field.Value;
        if (Quantities.Count(text) is not { } count) Wrong(field, text, "is no count", "a whole number without a unit");
        else if (count < field.Least || count > field.Most)
            Wrong(field, text, "is out of range", $"{field.Least} to {field.Most}");
        else return count;
        return field.Value;
    }

    public bool Read(FlagField field)
    {
        switch (Text(field))
        {
            case null: return field.Value;
            case "true": return true;
            case "false": return false;
            case var text:
                Wrong(field, text, "is neither true nor false", "true, false");
                return field.Value;
        }
    }

    public T Read<T>(WordField<T> field) where T : struct, Enum =>
        Text(field) is { } text ? WordOf<T>(text, At(field)) ?? field.Value : field.Value;

    public IReadOnlyList<T> Read<T>(WordsField<T> field) where T : struct, Enum
    {
        var texts = Texts(field);
        return [.. texts.Select(t => WordOf<T>(t.Value, t.Place)).OfType<T>()];
    }

    public IReadOnlyList<Placed<string>> Read(TextsField field) => Texts(field);

    /// <summary>Keys with plain texts, such as an environment.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Read(PairsField field)
    {
        if (Entry(field) is not { } entry) return [];
        if (entry.Value is YamlMap pairs)
        {
            return
            [
                .. pairs.Entries.Select(e => KeyValuePair.Create(
                    e.Key, Scalar(e.Value, At(field).Under(e.Key, e.KeyMark)) ?? "")),
            ];
        }
        Problems.Add(At(field), "must be a map of keys");
        return [];
    }

    public Fields? Read(MapField field)
    {
        if (Entry(field) is not { } entry)
        {
            if (field.Required) Missing(field);
            return null;
        }
        if (entry.Value is YamlMap inner) return new Fields(field.Inner, inner, At(field), _reading);
        Problems.Add(At(field), "must be a map of keys");
        return null;
    }

    public IReadOnlyList<Fields> Read(MapsField field)
    {
        var maps = new List<Fields>();
        foreach (var item in Items(field))
        {
            if (item.Value is YamlMap inner) maps.Add(new Fields(field.Inner, inner, item.Place, _reading));
            else Problems.Add(item.Place, "must be a map of keys");
        }
        return maps;
    }

    /// <summary>The same map again, with the keys of another shape.</summary>
    public Fields? As(MapField field, Shape shape) =>
        Entry(field)?.Value is YamlMap inner ? new Fields(shape, inner, At(field), _reading) : Read(field);

    public void Wrong(Field field, string value, string problem, string allowed) =>
        Problems.Add(At(field), problem, value, allowed);

    public void Missing(Field field) => Problems.Add(Place.Under(field.Key, Place.Mark), "is missing");

    private YamlEntry? Entry(Field field) => _map.Entries.FirstOrDefault(e => e.Key == field.Key);

    private T? WordOf<T>(string text, Place at) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Words.Of(value) == text) return value;
        }
        Problems.Add(at, "is not known" + Suggestion.For(text, Words.Of<T>()), text, string.Join(", ", Words.Of<T>()));
        return null;
    }

    private List<Placed<string>> Texts(Field field)
    {
        var texts = new List<Placed<string>>();
        foreach (var item in Items(field))
        {
            if (item.Value is not YamlScalar scalar) Problems.Add(item.Place, "must be a text");
            else if (Resolve(scalar.Text, item.Place) is { } text) texts.Add(new Placed<string>(text, item.Place));
        }
        return texts;
    }

    /// <summary>A required list that is empty is missing.</summary>
    private IEnumerable<Placed<YamlNode>> Items(Field field)
    {
        if (Entry(field) is { } entry)
        {
            if (entry.Value is YamlList list && (list.Items.Count > 0 || !field.Required))
                return list.Items.Select((node, i) => new Placed<YamlNode>(node, At(field).Item(i, node.Mark)));
            if (entry.Value is not YamlList)
            {
                Problems.Add(At(field), "must be a list");
                return [];
            }
        }
        if (field.Required) Missing(field);
        return [];
    }

    /// <summary>A required text that is empty is missing; what could not be read has been told already.</summary>
    private string? Required(Field field, string? text)
    {
        if (!field.Required || text is { Length: > 0 }) return text;
        if (Entry(field) is null or { Value: YamlScalar { Text.Length: 0 } }) Missing(field);
        return null;
    }

    private string? Text(Field field) => Entry(field) is { } entry ? Scalar(entry.Value, At(field)) : null;

    private string? Scalar(YamlNode node, Place at)
    {
        if (node is YamlScalar scalar) return Resolve(scalar.Text, at);
        Problems.Add(at, "must be a plain value, not a list or map");
        return null;
    }

    private string? Resolve(string text, Place at) =>
        EnvironmentText.Resolve(
            text, _reading.Environment, (problem, allowed) => Problems.Add(at, problem, text, allowed));
}
