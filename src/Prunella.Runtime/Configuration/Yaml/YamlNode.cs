namespace Prunella.Runtime.Configuration.Yaml;

/// <summary>Where something stands, from 1.</summary>
internal readonly record struct Mark(int Line, int Column);

/// <summary>A node of a document, with its place.</summary>
internal abstract record YamlNode(Mark Mark);

/// <summary>A text; plain ones may be numbers, words or references, which the reader of the key decides.</summary>
internal sealed record YamlScalar(Mark Mark, string Text) : YamlNode(Mark);

/// <summary>A list.</summary>
internal sealed record YamlList(Mark Mark, IReadOnlyList<YamlNode> Items) : YamlNode(Mark);

/// <summary>Keys and values in the order in which they stand.</summary>
internal sealed record YamlMap(Mark Mark, IReadOnlyList<YamlEntry> Entries) : YamlNode(Mark);

/// <summary>One key with its value.</summary>
internal sealed record YamlEntry(string Key, Mark KeyMark, YamlNode Value);

/// <summary>The documents of a text, and whether that is all of it.</summary>
internal sealed record YamlText(IReadOnlyList<YamlNode> Documents, bool IsWhole);
