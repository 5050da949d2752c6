using System.Collections.Frozen;
using System.Reflection;
using System.Text;

using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;

namespace Prunella.Runtime.Journal;

/// <summary>A type as it stands in the journal.</summary>
/// <param name="Name">Kebab-case, unique among inputs or among events.</param>
/// <param name="Version">Of the shape that is written today.</param>
/// <param name="Clr">The record.</param>
public sealed record JournalTypeEntry(string Name, int Version, Type Clr);

/// <summary>The one table of names under which inputs or events are journalled.</summary>
/// <remarks>
/// Filled by reflection from the sealed records of the kernel, so that a new type joins by itself. An event must
/// carry a
/// <see cref="JournalTypeAttribute"/>; an input without one gets the kebab-case of its own name, version 1. Two types
/// under one name, or an event without a name, end the program at first use.
/// </remarks>
public sealed class JournalTypes
{
    /// <summary>Of every <see cref="KernelInput"/>.</summary>
    public static readonly JournalTypes Inputs = new("input", typeof(KernelInput), nameIsOptional: true);

    /// <summary>Of every <see cref="KernelEvent"/>.</summary>
    public static readonly JournalTypes Events = new("event", typeof(KernelEvent), nameIsOptional: false);

    private readonly FrozenDictionary<string, JournalTypeEntry> _byName;
    private readonly FrozenDictionary<Type, JournalTypeEntry> _byType;

    private JournalTypes(string kind, Type root, bool nameIsOptional)
    {
        Kind = kind;
        All = [.. root.Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(root) && !t.IsAbstract)
            .Select(t => Describe(t, nameIsOptional))
            .OrderBy(e => e.Name, StringComparer.Ordinal)];
        if (All.GroupBy(e => e.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidOperationException($"{twice.Count()} types claim the journal name '{twice.Key}'.");
        _byName = All.ToFrozenDictionary(e => e.Name, StringComparer.Ordinal);
        _byType = All.ToFrozenDictionary(e => e.Clr);
    }

    /// <summary><c>input</c> or <c>event</c>, for messages.</summary>
    public string Kind { get; }

    /// <summary>The whole table, ordered by name.</summary>
    public IReadOnlyList<JournalTypeEntry> All { get; }

    /// <summary>The entry under a name, or null.</summary>
    public JournalTypeEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The entry of a record's type.</summary>
    public JournalTypeEntry Of(object value) => _byType.TryGetValue(value.GetType(), out var entry)
        ? entry
        : throw new ArgumentException($"{value.GetType().Name} is no {Kind} of the kernel.", nameof(value));

    /// <summary><c>LoopStarted</c> becomes <c>loop-started</c>.</summary>
    internal static string Kebab(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0) text.Append('-');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }

    private static JournalTypeEntry Describe(Type type, bool nameIsOptional)
    {
        if (type.GetCustomAttribute<JournalTypeAttribute>() is { } named)
            return new JournalTypeEntry(named.Name, named.Version, type);
        return nameIsOptional
            ? new JournalTypeEntry(Kebab(type.Name), 1, type)
            : throw new InvalidOperationException($"{type.Name} has no [JournalType].");
    }
}
