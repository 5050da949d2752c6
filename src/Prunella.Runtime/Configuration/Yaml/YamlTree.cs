using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Prunella.Runtime.Configuration.Yaml;

/// <summary>Builds a bounded tree from a YAML text, by the parser's events and never by its object model.</summary>
/// <remarks>
/// Documents are hostile until read: depth, nodes, texts, keys and size are bounded before anything is built;
/// aliases, anchors, tags and merge keys, which can blow up a small text, are refused. A key that
/// stands twice is an error. What stands before the first thing that is no YAML is kept, so that its mistakes are told
/// as well.
/// </remarks>
internal sealed class YamlTree
{
    public const int MostBytes = 1024 * 1024;
    private const int MostDepth = 32;
    private const int MostNodes = 50_000;

    /// <summary>A declared reply may have 64 KiB, and is the longest text that means something.</summary>
    private const int MostText = 80 * 1024;

    private const int MostKey = 256;

    private readonly IParser _parser;
    private readonly Action<Mark, string, string> _error;
    private readonly List<YamlNode> _documents = [];
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
    public static YamlText Read(string text, Action<Mark, string, string> error)
    {
        if (text.Length > MostBytes)
        {
            error(new Mark(1, 1), "", $"the file is larger than {MostBytes / 1024} KiB");
            return new YamlText([], false);
        }
        var parser = new Parser(new StringReader(text));
        var tree = new YamlTree(parser, error);
        try
        {
            tree.Documents();
            return new YamlText(tree._documents, true);
        }
        catch (YamlException e)
        {
            if (e.Message.Contains("tab", StringComparison.Ordinal) && Tab(text) is { } tab)
                error(tab, "", "a tab is no indentation: use spaces");
            else error(At(e.Start), "", "this is no YAML: " + e.Message.TrimEnd('.'));
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
        return new YamlText(tree._documents, false);
    }

    /// <summary>The first tab that stands first in its line; the parser names the map around it.</summary>
    private static Mark? Tab(string text)
    {
        var line = 1;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var of = text.AsSpan()[range];
            var tab = of[..(of.Length - of.TrimStart().Length)].IndexOf('\t');
            if (tab >= 0) return new Mark(line, tab + 1);
            line++;
        }
        return null;
    }

    private static Mark At(YamlDotNet.Core.Mark mark) =>
        new(Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));

    private sealed class TreeTooLargeException(Mark mark, string message) : Exception(message)
    {
        public Mark Mark { get; } = mark;
    }

    private void Documents()
    {
        _parser.Consume<StreamStart>();
        while (_parser.TryConsume<DocumentStart>(out _))
        {
            _documents.Add(Node(1));
            _parser.Consume<DocumentEnd>();
        }
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
        if (_parser.Current is Scalar { Value.Length: > MostText }) throw new TreeTooLargeException(mark, $"a text longer than {MostText / 1024} KiB");
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
        var seen = new SortedDictionary<string, Mark>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = Node(depth + 1);
            var value = Node(depth + 1);
            if (key is not YamlScalar { Text: var name }) _error(key.Mark, "", "a key must be a plain text");
            else if (name == "<<") _error(key.Mark, name, "merge keys are not allowed: write it out");
            else if (name.Length > MostKey) throw new TreeTooLargeException(key.Mark, $"a key longer than {MostKey} characters");
            else if (!seen.TryAdd(name, key.Mark)) _error(key.Mark, name, $"this key stands twice, first in line {seen[name].Line}");
            else entries.Add(new YamlEntry(name, key.Mark, value));
        }
        return new YamlMap(mark, entries);
    }
}
