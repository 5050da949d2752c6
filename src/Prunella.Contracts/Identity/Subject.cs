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

    /// <summary>The part of a service that runs in one zone.</summary>
    Zone,

    /// <summary>The part of a service that runs in one region.</summary>
    Region,
}

/// <summary>What a signal, a verdict, a suspect or an order is about.</summary>
/// <remarks>
/// The text form is <c>service/NAME</c>, <c>instance/SERVICE/NAME</c>, <c>dependency/CALLER&gt;CALLEE</c>,
/// <c>zone/SERVICE/ZONE</c> or <c>region/SERVICE/REGION</c>; it is the key in journals, routes and transcripts.
/// Subjects are ordered by that text, ordinally.
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

    /// <summary>The part of a service in one zone as a subject; neither may be empty.</summary>
    public static Subject OfZone(ServiceId service, string zone) => InDomain(SubjectKind.Zone, "zone/", service, zone);

    /// <summary>The part of a service in one region as a subject; neither may be empty.</summary>
    public static Subject OfRegion(ServiceId service, string region) =>
        InDomain(SubjectKind.Region, "region/", service, region);

    /// <summary>Reads the text form; throws <see cref="FormatException"/> for anything else.</summary>
    public static Subject Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (text.StartsWith("service/", StringComparison.Ordinal)) return Of(ServiceId.Parse(text[8..]));
        if (text.StartsWith("instance/", StringComparison.Ordinal)) return Of(InstanceId.Parse(text[9..]));
        if (text.StartsWith("dependency/", StringComparison.Ordinal)) return Of(DependencyId.Parse(text[11..]));
        if (DomainOf(text, "zone/") is { } zone) return OfZone(zone.Service, zone.Name);
        if (DomainOf(text, "region/") is { } region) return OfRegion(region.Service, region.Name);
        throw new FormatException(
            $"'{text}' is no subject: expected service/…, instance/…/…, dependency/…>…, zone/…/… or region/…/….");
    }

    /// <summary>The instance; only for <see cref="SubjectKind.Instance"/>.</summary>
    public InstanceId Instance => Kind == SubjectKind.Instance
        ? InstanceId.Parse(Text[9..])
        : throw new InvalidOperationException($"{Text} is not an instance.");

    /// <summary>The edge; only for <see cref="SubjectKind.Dependency"/>.</summary>
    public DependencyId Dependency => Kind == SubjectKind.Dependency
        ? DependencyId.Parse(Text[11..])
        : throw new InvalidOperationException($"{Text} is not a dependency.");

    /// <summary>Name of the zone or region; only for those two.</summary>
    public string Domain => Kind switch
    {
        SubjectKind.Zone => DomainOf(Text, "zone/")!.Value.Name,
        SubjectKind.Region => DomainOf(Text, "region/")!.Value.Name,
        _ => throw new InvalidOperationException($"{Text} is neither a zone nor a region."),
    };

    /// <summary>The service it belongs to: itself, the service of the instance, zone or region, or the edge's
    /// callee.</summary>
    public ServiceId Service => Kind switch
    {
        SubjectKind.Service => ServiceId.Parse(Text[8..]),
        SubjectKind.Instance => Instance.Service,
        SubjectKind.Zone => DomainOf(Text, "zone/")!.Value.Service,
        SubjectKind.Region => DomainOf(Text, "region/")!.Value.Service,
        _ => Dependency.Callee,
    };

    /// <summary>Whether an instance is part of it: itself, of the service, or in the zone or region of the
    /// service. A dependency has no instances.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="place">Where it runs.</param>
    public bool Holds(InstanceId instance, Place place) => Kind switch
    {
        SubjectKind.Instance => Instance == instance,
        SubjectKind.Service => Service == instance.Service,
        SubjectKind.Zone => place.Zone == Domain && Service == instance.Service,
        SubjectKind.Region => place.Region == Domain && Service == instance.Service,
        _ => false,
    };

    private static Subject InDomain(SubjectKind kind, string prefix, ServiceId service, string domain)
    {
        ArgumentException.ThrowIfNullOrEmpty(domain);
        return new Subject(kind, $"{prefix}{service}/{domain}");
    }

    private static (ServiceId Service, string Name)? DomainOf(string text, string prefix)
    {
        if (!text.StartsWith(prefix, StringComparison.Ordinal)) return null;
        var slash = text.IndexOf('/', prefix.Length);
        if (slash <= prefix.Length || slash == text.Length - 1) return null;
        return (ServiceId.Parse(text[prefix.Length..slash]), text[(slash + 1)..]);
    }

    /// <inheritdoc/>
    public int CompareTo(Subject other) => string.CompareOrdinal(Text, other.Text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
