using Prunella.Contracts;

namespace Prunella.Senses.Identity;

/// <summary>
/// Who sent it, as its resource says: instance, place, version, and what to teach the sender.
/// </summary>
/// <param name="Sighting">Instance, place and version.</param>
/// <param name="Advice">
/// What is missing, in English for the sender's log; null when nothing is.
/// </param>
internal sealed record SenderIdentity(InstanceSighting Sighting, string? Advice)
{
    /// <summary>Reads a resource's attributes by OpenTelemetry's rules for identity.</summary>
    /// <remarks>
    /// A missing instance id becomes host and process id. A missing name becomes
    /// <c>unknown_service</c> with the host in it: two hosts' nameless programs are never one
    /// service.
    /// </remarks>
    public static SenderIdentity Of(Attributes resource)
    {
        var host = Names.Clean(resource.First("host.name", "k8s.node.name"));
        var place = new Place(
            Names.Clean(resource.First("cloud.region")),
            resource.First("cloud.availability_zone") is { } zone ? Names.Clean(zone) : host,
            host);
        var instance = InstanceName(resource, host);
        var named = Names.Service(resource.First("service.namespace"), resource.First("service.name"));
        var nameless = named is not { } id || id.Name.StartsWith("unknown_service", StringComparison.Ordinal);
        var service = nameless ? Nameless(resource, host, instance) : named!.Value;
        var advice = nameless
            ? "a resource has no service.name: set OTEL_SERVICE_NAME, or its instances cannot be told apart from others"
            : instance.Length == 0
                ? "a resource has neither service.instance.id nor host.name: its instances are taken for one"
                : null;
        var sighting = new InstanceSighting(
            new InstanceId(service, instance.Length == 0 ? "unknown" : instance),
            place,
            Names.Clean(resource.First("service.version")));
        return new SenderIdentity(sighting, advice);
    }

    private static string InstanceName(Attributes resource, string host)
    {
        var given = Names.Clean(resource.First("service.instance.id", "k8s.pod.name", "container.id"));
        if (given.Length > 0) return given;
        var process = Names.Clean(resource.First("process.pid"));
        return process.Length == 0 ? host : host.Length == 0 ? "pid-" + process : Names.Clean(host + "-" + process);
    }

    private static ServiceId Nameless(Attributes resource, string host, string instance)
    {
        var name = resource.First("service.name") ?? "unknown_service";
        var where = host.Length > 0 ? host : instance.Length > 0 ? instance : "unknown";
        // Dots would divide namespace from name, and a host's name is full of them.
        return new ServiceId(Names.Clean(name + "@" + where).Replace('.', '_'));
    }
}
