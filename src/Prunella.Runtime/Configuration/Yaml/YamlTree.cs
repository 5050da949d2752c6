using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Prunella.Runtime.Configuration.Yaml;

/// <summary>Builds a bounded tree from a YAML text, by the parser's events and never by its object model.</summary>
/// <remarks>
/// Documents are hostile until read: depth, nodes and size are bounded before anything is built;
/// aliases, anchors, tags and merge keys, which can blow up a small text, are refused. A key that
/// stands twice is an error.
/// </remarks>
internal sealed class YamlTree
{
    public const int MostBytes = 1024 * 1024;
    private const int MostDepth = 32;
    private const int MostNodes = 50_000;

    private readonly IParser _parser;
    private readonly Action<Mark, string, string> _error;
    private int _nodes;

    private YamlTree(IParser parser, Action<Mark, string, string> error)
    {
        _parser = parser;
        _error = error;
    }

    /// <summary>
    /// The documents of a text; what is wrong goes to <paramref name="error"/> (place, key,
    /// problem).
    /// </summary>
    public static IReadOnlyList<YamlNode> Read(string text, Action<Mark, string, string> error)
    {
        if (text.Length > MostBytes)
        {
            error(default, "", $"the file is larger than {MostBytes / 1024} KiB");
            return [];
        }
        var parser = new Parser(new StringReader(text));
        try
        {
            return new YamlTree(parser, error).Documents();
        }
        catch (YamlException e)
        {
            error(At(e.Start), "", "this is no YAML: " + e.Message);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // The parser answers some malformed texts (a bad tag, an unfinished list) with these instead of its own.
            error(parser.Current is { } last ? At(last.End) : new Mark(1, 1), "", "this is no YAML from here on; is a list, a map or a text not closed?");
        }
        catch (TreeTooLargeException e)
        {
            error(e.Mark, "", e.Message);
        }
        return [];
    }

    private static Mark At(YamlDotNet.Core.Mark mark) => new((int)mark.Line, (int)mark.Column);

    private sealed class TreeTooLargeException(Mark mark, string message) : Exception(message)
    {
        public Mark Mark { get; } = mark;
    }

    private List<YamlNode> Documents()
    {
        var documents = new List<YamlNode>();
        _parser.Consume<StreamStart>();
        while (_parser.TryConsume<DocumentStart>(out _))
        {
            documents.Add(Node(1));
            _parser.Consume<DocumentEnd>();
        }
        return documents;
    }

    private YamlNode Node(int depth)
    {
        var mark = At(_parser.Current!.Start);
        if (depth > MostDepth) throw new TreeTooLargeException(mark, $"nested deeper than {MostDepth} levels");
        if (++_nodes > MostNodes) throw new TreeTooLargeException(mark, $"more than {MostNodes} nodes");
        if (_parser.Current is AnchorAlias) throw new TreeTooLargeException(mark, "aliases are not allowed: write it out");
        if (_parser.Current is NodeEvent { Anchor.IsEmpty: false }) throw new TreeTooLargeException(mark, "anchors are not allowed: write it out");
        if (_parser.Current is NodeEvent { Tag: { IsEmpty: false } tag } and not Scalar { Tag.IsNonSpecific: true }
            && !tag.IsNonSpecific)
            throw new TreeTooLargeException(mark, "tags are not allowed");
        if (_parser.TryConsume<Scalar>(out var scalar)) return new YamlScalar(mark, scalar.Value);
        if (_parser.TryConsume<SequenceStart>(out _)) return List(mark, depth);
        _parser.Consume<MappingStart>();
        return Map(mark, depth);
    }

    private YamlList List(Mark mark, int depth)
    {
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _)) items.Add(Node(depth + 1));
        return new YamlList(mark, items);
    }

    private YamlMap Map(Mark mark, int depth)
    {
        var entries = new List<YamlEntry>();
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = Node(depth + 1);
            var value = Node(depth + 1);
            if (key is not YamlScalar { Text: var name }) _error(key.Mark, "", "a key must be a plain text");
            else if (name == "<<") _error(key.Mark, name, "merge keys are not allowed: write it out");
            else if (!seen.Add(name)) _error(key.Mark, name, "this key stands twice");
            else entries.Add(new YamlEntry(name, key.Mark, value));
        }
        return new YamlMap(mark, entries);
    }
}
