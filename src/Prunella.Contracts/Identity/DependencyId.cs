namespace Prunella.Contracts;

/// <summary>Names a directed edge of the fleet: who calls whom.</summary>
public readonly record struct DependencyId(ServiceId Caller, ServiceId Callee) : IComparable<DependencyId>
{
    /// <summary>Reads <c>caller&gt;callee</c>.</summary>
    public static DependencyId Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        var arrow = text.IndexOf('>', StringComparison.Ordinal);
        if (arrow <= 0 || arrow == text.Length - 1)
            throw new FormatException($"'{text}' is not caller>callee.");
        return new DependencyId(ServiceId.Parse(text[..arrow]), ServiceId.Parse(text[(arrow + 1)..]));
    }

    /// <inheritdoc/>
    public int CompareTo(DependencyId other)
    {
        var byCaller = Caller.CompareTo(other.Caller);
        return byCaller != 0 ? byCaller : Callee.CompareTo(other.Callee);
    }

    /// <inheritdoc/>
    public override string ToString() => Caller + ">" + Callee;
}
