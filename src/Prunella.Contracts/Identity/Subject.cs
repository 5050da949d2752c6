namespace Prunella.Contracts;

/// <summary>What kind of thing a subject is.</summary>
public enum SubjectKind
{
    /// <summary>A service as a whole.</summary>
    Service,

    /// <summary>One instance of a service.</summary>
    Instance,

    /// <summary>An edge between two services.</summary>
    Dependency,
}

/// <summary>What a signal, a verdict, a suspect or an order is about.</summary>
/// <remarks>
/// The text form is <c>service/NAME</c>, <c>instance/SERVICE/NAME</c> or <c>dependency/CALLER&gt;CALLEE</c>; it
/// is the key in journals, routes and transcripts. Subjects are ordered by that text, ordinally.
/// </remarks>
public readonly record struct Subject : IComparable<Subject>
{
    private Subject(SubjectKind kind, string text)
    {
        Kind = kind;
        Text = text;
    }

    /// <summary>What kind of thing this is.</summary>
    public SubjectKind Kind { get; }

    /// <summary>The text form; null only in <c>default(Subject)</c>, which nothing may send.</summary>
    public string Text { get; }

    /// <summary>A service as a subject.</summary>
    public static Subject Of(ServiceId service) => new(SubjectKind.Service, "service/" + service);

    /// <summary>An instance as a subject.</summary>
    public static Subject Of(InstanceId instance) => new(SubjectKind.Instance, "instance/" + instance);

    /// <summary>A dependency as a subject.</summary>
    public static Subject Of(DependencyId dependency) => new(SubjectKind.Dependency, "dependency/" + dependency);

    /// <summary>Reads the text form; throws <see cref="FormatException"/> for anything else.</summary>
    public static Subject Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (text.StartsWith("service/", StringComparison.Ordinal)) return Of(ServiceId.Parse(text[8..]));
        if (text.StartsWith("instance/", StringComparison.Ordinal)) return Of(InstanceId.Parse(text[9..]));
        if (text.StartsWith("dependency/", StringComparison.Ordinal)) return Of(DependencyId.Parse(text[11..]));
        throw new FormatException($"'{text}' is no subject: expected service/…, instance/…/… or dependency/…>….");
    }

    /// <summary>The instance; only for <see cref="SubjectKind.Instance"/>.</summary>
    public InstanceId Instance => Kind == SubjectKind.Instance
        ? InstanceId.Parse(Text[9..])
        : throw new InvalidOperationException($"{Text} is not an instance.");

    /// <summary>The edge; only for <see cref="SubjectKind.Dependency"/>.</summary>
    public DependencyId Dependency => Kind == SubjectKind.Dependency
        ? DependencyId.Parse(Text[11..])
        : throw new InvalidOperationException($"{Text} is not a dependency.");

    /// <summary>The service it belongs to: itself, the instance's service, or the edge's callee.</summary>
    public ServiceId Service => Kind switch
    {
        SubjectKind.Service => ServiceId.Parse(Text[8..]),
        SubjectKind.Instance => Instance.Service,
        _ => Dependency.Callee,
    };

    /// <inheritdoc/>
    public int CompareTo(Subject other) => string.CompareOrdinal(Text, other.Text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
