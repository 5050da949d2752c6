namespace Prunella.Contracts;

/// <summary>Names everything one kernel heals together; part of every key, stream, path and route.</summary>
/// <param name="Value">Lower-case RFC 1123 label of at most 63 characters.</param>
public readonly record struct FleetId(string Value) : IComparable<FleetId>
{
    /// <summary>The fleet of a document or a sender that names none.</summary>
    public static readonly FleetId Default = new("default");

    /// <inheritdoc/>
    public int CompareTo(FleetId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
