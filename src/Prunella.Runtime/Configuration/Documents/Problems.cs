using Prunella.Runtime.Configuration.Yaml;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Gathers everything that is wrong; reading never stops at the first.</summary>
/// <remarks>
/// Of one file at most <see cref="MostPerFile"/> are kept: a file made to be wrong in fifty thousand places must not cost
/// more than it is worth, and nobody reads on. What is shown of a document is cut, and its control characters are
/// replaced: it goes to terminals.
/// </remarks>
internal sealed class Problems
{
    public const int MostPerFile = 500;
    private const int MostValue = 60;
    private const int MostKey = 120;

    private readonly List<ConfigurationError> _errors = [];
    private readonly List<ConfigurationError> _warnings = [];
    private readonly Dictionary<string, int> _perFile = new(StringComparer.Ordinal);

    /// <summary>Errors so far, those that were not kept included.</summary>
    public int Count { get; private set; }

    public IReadOnlyList<ConfigurationError> Errors() => InOrder(_errors);

    public IReadOnlyList<ConfigurationError> Warnings() => InOrder(_warnings);

    /// <summary>Nothing more is kept of this file: no need to think of what was meant.</summary>
    public bool IsFull(string file) => _perFile.GetValueOrDefault(file) >= MostPerFile;

    public void Add(Place place, string problem, string value = "", string allowed = "")
    {
        Count++;
        if (IsFull(place.File)) return;
        _perFile[place.File] = _perFile.GetValueOrDefault(place.File) + 1;
        _errors.Add(Of(place, problem, value, allowed));
        if (IsFull(place.File))
            _errors.Add(new ConfigurationError(place.File, place.Mark.Line, place.Mark.Column, "", "", $"has more than {MostPerFile} mistakes; the rest is not told", ""));
    }

    /// <summary>For what is allowed and probably not meant.</summary>
    public void Warn(Place place, string problem, string value = "", string allowed = "")
    {
        if (_warnings.Count < MostPerFile) _warnings.Add(Of(place, problem, value, allowed));
    }

    private static ConfigurationError Of(Place place, string problem, string value, string allowed) => new(
        place.File, place.Mark.Line, place.Mark.Column, Shown(place.Key, MostKey), Shown(value, MostValue),
            Shown(problem, 400), allowed);

    private static string Shown(string text, int most)
    {
        if (text.Length > most) text = text[..most] + "…";
        return text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;
    }

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
