using Prunella.Runtime.Configuration.Yaml;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Gathers everything that is wrong; reading never stops at the first.</summary>
internal sealed class Problems
{
    private readonly List<ConfigurationError> _errors = [];
    private readonly List<ConfigurationError> _warnings = [];

    public int Count => _errors.Count;

    public IReadOnlyList<ConfigurationError> Errors() => InOrder(_errors);

    public IReadOnlyList<ConfigurationError> Warnings() => InOrder(_warnings);

    public void Add(Place place, string problem, string value = "", string allowed = "") => _errors.Add(Of(place, problem, value, allowed));

    /// <summary>For what is allowed and probably not meant.</summary>
    public void Warn(Place place, string problem, string value = "", string allowed = "") => _warnings.Add(Of(place, problem, value, allowed));

    private static ConfigurationError Of(Place place, string problem, string value, string allowed) => new(
        place.File, place.Mark.Line, place.Mark.Column, place.Key, value.Length > 60 ? value[..60] + "…" : value, problem, allowed);

    /// <summary>A part that several instances share is read for each; what is wrong with it is told once.</summary>
    private static ConfigurationError[] InOrder(List<ConfigurationError> found) =>
        [.. found.Distinct().OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Line).ThenBy(e => e.Column)];
}

/// <summary>Where something stands: file, line and column, and the path of its key.</summary>
internal sealed record Place(string File, Mark Mark, string Key)
{
    public Place Under(string key, Mark mark) => new(File, mark, Key.Length == 0 ? key : Key + "." + key);

    public Place Item(int index, Mark mark) => new(File, mark, $"{Key}[{index}]");
}

/// <summary>A value with its place, for checks that come later.</summary>
internal sealed record Placed<T>(T Value, Place Place);
