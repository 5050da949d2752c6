using Prunella.Contracts;
using Prunella.Runtime.Configuration.Documents.Declared;

using static Prunella.Runtime.Configuration.Documents.Declared.ServiceFields;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Reads a Service document: what it keeps, its instances, how they are probed and started.</summary>
internal sealed class ServiceReader(string folder)
{
    public ServiceDraft Read(string name, Fields spec)
    {
        var id = new ServiceId(spec.Read(Namespace), name);
        _ = spec.Read(Owner);
        var criticality = spec.Read(ServiceFields.Criticality);
        var probes = spec.Read(Probes).Select(Probe).OfType<ProbeSetup>().ToArray();
        var process = spec.Read(ServiceFields.Process);
        // Whether the service's own process part is right shows once, however many instances use it.
        if (process is not null) _ = Process(process, null);
        return new ServiceDraft(
            id,
            spec.Read(State),
            spec.Read(Protected),
            new Placed<string>(spec.Read(Gateway), spec.At(Gateway)),
            [.. spec.Read(Instances).Select(i => Instance(id, i, probes, process))],
            spec.Place)
        {
            Criticality = spec.Has(ServiceFields.Criticality) ? criticality : null,
        };
    }

    private InstanceDraft Instance(ServiceId service, Fields instance, IReadOnlyList<ProbeSetup> probes, Fields? shared)
    {
        var name = instance.Read(InstanceName);
        var host = instance.Read(Host);
        var zone = instance.Read(Zone);
        var place = new Contracts.Place(instance.Read(Region), instance.Has(Zone) ? zone : host, host);
        var own = instance.Read(InstanceProcess);
        var setup = new InstanceSetup(
            new InstanceId(service, name.Length == 0 ? "unnamed" : name), place, AddressOf(instance), probes,
            own is null && shared is null ? null : Process(own ?? shared!, own is null ? null : shared));
        return new InstanceDraft(setup, instance.Place);
    }

    private static Uri AddressOf(Fields instance)
    {
        var text = instance.Read(Address);
        if (Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" && uri is { Port: > 0 })
            return uri;
        if (text.Length > 0) instance.Wrong(Address, text, "is no address", "HOST:PORT or http://HOST:PORT");
        return new Uri("http://127.0.0.1:1");
    }

    private static ProbeSetup? Probe(Fields probe)
    {
        Field[] kinds = [.. new Field[] { Http, Tcp, Grpc }.Where(probe.Has)];
        var interval = probe.Read(Interval);
        var timeout = probe.Read(ServiceFields.Timeout);
        var (http, tcp, grpc) = (probe.Read(Http), probe.Read(Tcp), probe.Read(Grpc));
        ProbeSetup? read = kinds switch
        {
            [FormField] => new ProbeSetup(ProbeKind.Http, http, interval, timeout),
            [FlagField] when tcp => new ProbeSetup(ProbeKind.Tcp, "", interval, timeout),
            [TextField] => new ProbeSetup(ProbeKind.Grpc, grpc, interval, timeout),
            _ => null,
        };
        if (read is null) probe.Problems.Add(probe.Place, "asks in no way or in several", "", "exactly one of http: /path, tcp: true, grpc: service");
        else if (read.Kind == ProbeKind.Http && !http.StartsWith('/')) probe.Wrong(Http, http, "is no path", "a path that begins with /");
        if (timeout > 10 * interval)
            probe.Wrong(ServiceFields.Timeout, Quantities.Say(timeout), "is longer than ten intervals", "at most ten times the interval");
        return read;
    }

    /// <summary>An instance's own keys win over the service's; environments are merged.</summary>
    private ProcessSetup Process(Fields own, Fields? shared)
    {
        var command = shared is null ? own.Read(Command)
            : own.Has(OwnCommand) ? own.Read(OwnCommand)
            : shared.Read(Command);
        var arguments = own.Has(Arguments) || shared is null ? own.Read(Arguments) : shared.Read(Arguments);
        var environment = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var pairs = (shared?.Read(ServiceFields.Environment) ?? []).Concat(own.Read(ServiceFields.Environment));
        foreach (var (key, value) in pairs) environment[key] = value;
        var directory = (own.Has(WorkingDirectory) ? own : shared ?? own).Read(WorkingDirectory);
        return new ProcessSetup(
            Path.GetFullPath(command.Length == 0 ? "missing" : command, folder), [.. arguments.Select(a => a.Value)], [.. environment],
            Path.GetFullPath(directory.Length == 0 ? "." : directory, folder), (own.Has(Stop) ? own : shared ?? own).Read(Stop));
    }
}
