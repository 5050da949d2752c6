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
/// Subjects are ordered and compared by that text, ordinally. What the text is made of is kept beside it, so that a
/// decision never reads it again.
/// </remarks>
public readonly record struct Subject : IComparable<Subject>
{
    private readonly Parts? _parts;

    private Subject(Parts parts) => _parts = parts;

    /// <summary>What kind of thing this is.</summary>
    public SubjectKind Kind => _parts?.Kind ?? SubjectKind.Service;

    /// <summary>The text form; null only in <c>default(Subject)</c>, which nothing may send.</summary>
    public string Text => _parts?.Text!;

    /// <summary>A hash of the text (FNV-1a, 64 bits), the same on every machine and in every run; 0 in
    /// <c>default(Subject)</c>.</summary>
    public ulong StableHash => _parts?.Hash ?? 0;

    /// <summary>A service as a subject.</summary>
    public static Subject Of(ServiceId service) => new(new Parts
    {
        Kind = SubjectKind.Service,
        Text = "service/" + service,
        Service = AsWritten(service),
    });

    /// <summary>An instance as a subject.</summary>
    public static Subject Of(InstanceId instance)
    {
        var service = AsWritten(instance.Service);
        return new(new Parts
        {
            Kind = SubjectKind.Instance,
            Text = "instance/" + instance,
            Service = service,
            Instance = new InstanceId(service, instance.Name),
        });
    }

    /// <summary>A dependency as a subject.</summary>
    public static Subject Of(DependencyId dependency)
    {
        var callee = AsWritten(dependency.Callee);
        return new(new Parts
        {
            Kind = SubjectKind.Dependency,
            Text = "dependency/" + dependency,
            Service = callee,
            Dependency = new DependencyId(AsWritten(dependency.Caller), callee),
        });
    }

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
        ? _parts!.Instance
        : throw new InvalidOperationException($"{Text} is not an instance.");

    /// <summary>The edge; only for <see cref="SubjectKind.Dependency"/>.</summary>
    public DependencyId Dependency => Kind == SubjectKind.Dependency
        ? _parts!.Dependency
        : throw new InvalidOperationException($"{Text} is not a dependency.");

    /// <summary>Name of the zone or region; only for those two.</summary>
    public string Domain => Kind is SubjectKind.Zone or SubjectKind.Region
        ? _parts!.Domain
        : throw new InvalidOperationException($"{Text} is neither a zone nor a region.");

    /// <summary>The service it belongs to: itself, the service of the instance, zone or region, or the edge's
    /// callee.</summary>
    public ServiceId Service => _parts is { } parts
        ? parts.Service
        : throw new InvalidOperationException("The default subject belongs to no service.");

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

    /// <inheritdoc/>
    public bool Equals(Subject other) =>
        ReferenceEquals(_parts, other._parts) || string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Text?.GetHashCode(StringComparison.Ordinal) ?? 0;

    /// <inheritdoc/>
    public int CompareTo(Subject other) =>
        ReferenceEquals(_parts, other._parts) ? 0 : string.CompareOrdinal(Text, other.Text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";

    /// <summary>A dot in a name without a namespace reads as the end of one: the parts are those that the text would
    /// give back.</summary>
    private static ServiceId AsWritten(ServiceId service) =>
        service.Name?.Contains('.', StringComparison.Ordinal) == true ? ServiceId.Parse(service.ToString())
        : service.Namespace is null ? service with { Namespace = "" }
        : service;

    private static Subject InDomain(SubjectKind kind, string prefix, ServiceId service, string domain)
    {
        ArgumentException.ThrowIfNullOrEmpty(domain);
        return new(new Parts
        {
            Kind = kind,
            Text = $"{prefix}{service}/{domain}",
            Service = AsWritten(service),
            Domain = domain,
        });
    }

    private static (ServiceId Service, string Name)? DomainOf(string text, string prefix)
    {
        if (!text.StartsWith(prefix, StringComparison.Ordinal)) return null;
        var slash = text.IndexOf('/', prefix.Length);
        if (slash <= prefix.Length || slash == text.Length - 1) return null;
        return (ServiceId.Parse(text[prefix.Length..slash]), text[(slash + 1)..]);
    }

    private sealed class Parts
    {
        private readonly string _text = "";

        public required SubjectKind Kind { get; init; }

        public required string Text
        {
            get => _text;
            init => (_text, Hash) = (value, HashOf(value));
        }

        public ulong Hash { get; private init; }

        public required ServiceId Service { get; init; }

        public InstanceId Instance { get; init; }

        public DependencyId Dependency { get; init; }

        public string Domain { get; init; } = "";

        /// <summary>Byte by byte as UTF-16; its low bits are what a map branches by, so the high ones are folded into
        /// them.</summary>
        private static ulong HashOf(string text)
        {
            var hash = 14695981039346656037UL;
            foreach (var c in text) hash = unchecked((hash ^ c) * 1099511628211UL);
            return hash ^ (hash >> 32);
        }
    }
}
