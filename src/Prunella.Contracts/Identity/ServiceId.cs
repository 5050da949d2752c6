namespace Prunella.Contracts;

/// <summary>Names a deployable: OpenTelemetry's <c>service.namespace</c> and <c>service.name</c>.</summary>
/// <remarks>
/// The text form is <c>name</c>, or <c>namespace.name</c> when there is a namespace; <see cref="Parse"/> reads it back.
/// A name holds no slash and no <c>&gt;</c>, so that subjects can be written without quoting.
/// </remarks>
/// <param name="Namespace">Empty when the sender or document gives none.</param>
/// <param name="Name">Never empty.</param>
public readonly record struct ServiceId(string Namespace, string Name) : IComparable<ServiceId>
{
    /// <summary>A service without a namespace.</summary>
    public ServiceId(string name) : this("", name) { }

    /// <summary>Reads <c>name</c> or <c>namespace.name</c>; the last dot divides.</summary>
    public static ServiceId Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        var dot = text.LastIndexOf('.');
        return dot <= 0 ? new ServiceId(text) : new ServiceId(text[..dot], text[(dot + 1)..]);
    }

    /// <inheritdoc/>
    public int CompareTo(ServiceId other)
    {
        var byNamespace = string.CompareOrdinal(Namespace, other.Namespace);
        return byNamespace != 0 ? byNamespace : string.CompareOrdinal(Name, other.Name);
    }

    /// <inheritdoc/>
    public override string ToString() => string.IsNullOrEmpty(Namespace) ? Name : Namespace + "." + Name;
}
