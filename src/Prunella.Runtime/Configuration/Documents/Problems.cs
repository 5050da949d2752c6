using Prunella.Runtime.Configuration.Yaml;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Gathers everything that is wrong; reading never stops at the first.</summary>
internal sealed class Problems
{
    private readonly List<ConfigurationError> _errors = [];

    public IReadOnlyList<ConfigurationError> InOrder() =>
        [.. _errors.OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Line).ThenBy(e => e.Column)];

    public void Add(Place place, string problem, string value = "", string allowed = "") => _errors.Add(new ConfigurationError(
        place.File, place.Mark.Line, place.Mark.Column, place.Key, value.Length > 60 ? value[..60] + "…" : value, problem, allowed));
}

/// <summary>Where something stands: file, line and column, and the path of its key.</summary>
internal sealed record Place(string File, Mark Mark, string Key)
{
    public Place Under(string key, Mark mark) => new(File, mark, Key.Length == 0 ? key : Key + "." + key);

    public Place Item(int index, Mark mark) => new(File, mark, $"{Key}[{index}]");
}

/// <summary>A value with its place, for checks that come later.</summary>
internal sealed record Placed<T>(T Value, Place Place);
