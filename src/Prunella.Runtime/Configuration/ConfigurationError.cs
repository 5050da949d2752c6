using System.Globalization;

namespace Prunella.Runtime.Configuration;

/// <summary>One thing that is wrong in a document, for the person who must mend it.</summary>
/// <param name="File">Which file.</param>
/// <param name="Line">From 1; 0 when the whole file is meant.</param>
/// <param name="Column">From 1.</param>
/// <param name="Key">Path of the key, such as <c>spec.objective.below</c>.</param>
/// <param name="Value">What stands there, cut to 60 characters.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Allowed">What would be right, or empty.</param>
public sealed record ConfigurationError(
    string File, int Line, int Column, string Key, string Value, string Problem, string Allowed)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var value = Value.Length == 0 ? "" : $" '{Value}'";
        var allowed = Allowed.Length == 0 ? "" : $" Allowed: {Allowed}.";
        var place = Line == 0 ? File : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
        var what = Key.Length + value.Length == 0 ? "" : $"{Key}{value}: ";
        return $"{place}: {what}{Problem}.{allowed}";
    }
}

/// <summary>
/// What reading a folder of documents gave: a configuration, or everything that is wrong with it.
/// </summary>
/// <param name="Configuration">Null when there is any error.</param>
/// <param name="Errors">All of them, by file and line.</param>
public sealed record ConfigurationResult(FleetConfiguration? Configuration, IReadOnlyList<ConfigurationError> Errors)
{
    /// <summary>What is allowed and probably not meant, by file and line; keeps nothing from starting.</summary>
    public IReadOnlyList<ConfigurationError> Warnings { get; init; } = [];
}
