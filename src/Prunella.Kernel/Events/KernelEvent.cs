namespace Prunella.Kernel.Events;

/// <summary>Something that became true. Folding all events gives the state; a shape once shipped is for ever.</summary>
/// <remarks>Each event is a sealed record with a <see cref="JournalTypeAttribute"/> and a golden file.</remarks>
public abstract record KernelEvent;

/// <summary>The stable name and version under which a type stands in the journal.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class JournalTypeAttribute(string name, int version) : Attribute
{
    /// <summary>Kebab-case, unique among events.</summary>
    public string Name { get; } = name;

    /// <summary>Starts at 1; a changed shape is a new version with an upcaster.</summary>
    public int Version { get; } = version;
}
