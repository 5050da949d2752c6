namespace Prunella.Contracts;

/// <summary>Names one replica of a service: the service plus <c>service.instance.id</c>.</summary>
/// <param name="Service">Whose replica it is.</param>
/// <param name="Name">Unique within the service; never empty.</param>
public readonly record struct InstanceId(ServiceId Service, string Name) : IComparable<InstanceId>
{
    /// <summary>Reads <c>service/instance</c>.</summary>
    public static InstanceId Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == text.Length - 1)
            throw new FormatException($"'{text}' is not service/instance.");
        return new InstanceId(ServiceId.Parse(text[..slash]), text[(slash + 1)..]);
    }

    /// <inheritdoc/>
    public int CompareTo(InstanceId other)
    {
        var byService = Service.CompareTo(other.Service);
        return byService != 0 ? byService : string.CompareOrdinal(Name, other.Name);
    }

    /// <inheritdoc/>
    public override string ToString() => Service + "/" + Name;
}
