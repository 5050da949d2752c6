using Prunella.Contracts;
using Prunella.Kernel.Policies;

using static Prunella.Runtime.Configuration.Documents.Bounds;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Reads a Service document: what it keeps, its instances, how they are probed and started.</summary>
internal sealed class ServiceReader(string folder)
{
    private static readonly string[] ProbeKinds = ["http", "tcp", "grpc"];

    public ServiceDraft Read(string name, Fields spec)
    {
        var id = new ServiceId(spec.Text("namespace", ""), name);
        _ = spec.Text("owner", "");
        var criticality = spec.Word("criticality", Criticality.Medium);
        var probes = spec.Maps("probes").Select(Probe).OfType<ProbeSetup>().ToArray();
        var process = spec.Map("process");
        var draft = new ServiceDraft(
            id,
            spec.Word("state", StateKind.None),
            spec.Flag("protected", false),
            new Placed<string>(spec.Text("gateway", ""), spec.At("gateway")),
            [.. spec.Maps("instances").Select(i => Instance(id, i, probes, process))],
            spec.Place)
        {
            Criticality = spec.Has("criticality") ? criticality : null,
        };
        // Whether the service's own process part has unknown keys shows once, however many instances use it.
        if (process is not null) _ = Process(process, null);
        process?.Done();
        spec.Done();
        return draft;
    }

    private InstanceDraft Instance(ServiceId service, Fields instance, IReadOnlyList<ProbeSetup> probes, Fields? shared)
    {
        var name = instance.RequiredText("name");
        var host = instance.Text("host", "");
        var place = new Contracts.Place(instance.Text("region", ""), instance.Text("zone", host), host);
        var own = instance.Map("process");
        var setup = new InstanceSetup(
            new InstanceId(service, name.Length == 0 ? "unnamed" : name), place, Address(instance), probes,
            own is null && shared is null ? null : Process(own ?? shared!, own is null ? null : shared));
        own?.Done();
        instance.Done();
        return new InstanceDraft(setup, instance.Place);
    }

    private static Uri Address(Fields instance)
    {
        var text = instance.RequiredText("address");
        if (Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" && uri is { Port: > 0 })
            return uri;
        if (text.Length > 0) instance.Wrong("address", text, "is no address", "HOST:PORT or http://HOST:PORT");
        return new Uri("http://127.0.0.1:1");
    }

    private static ProbeSetup? Probe(Fields probe)
    {
        var kinds = ProbeKinds.Where(probe.Has).ToArray();
        var interval = probe.Duration("interval", Second, 100 * Millisecond, 5 * Minute);
        var timeout = probe.Duration("timeout", Second / 2, 10 * Millisecond, Minute);
        var (kind, path) = kinds switch
        {
            ["http"] => (ProbeKind.Http, probe.RequiredText("http")),
            ["grpc"] => (ProbeKind.Grpc, probe.Text("grpc", "")),
            ["tcp"] when probe.Flag("tcp", true) => (ProbeKind.Tcp, ""),
            _ => (ProbeKind.Tcp, ""),
        };
        if (kinds.Length != 1) probe.Problems.Add(probe.Place, "asks in no way or in several", "", "exactly one of http: /path, tcp: true, grpc: service");
        else if (kind == ProbeKind.Http && path.Length > 0 && !path.StartsWith('/')) probe.Wrong("http", path, "is no path", "a path that begins with /");
        if (timeout > 10 * interval) probe.Wrong("timeout", probe.Text("timeout", ""), "is longer than ten intervals", "at most ten times the interval");
        probe.Done();
        return kinds.Length == 1 ? new ProbeSetup(kind, path, interval, timeout) : null;
    }

    /// <summary>An instance's own keys win over the service's; environments are merged.</summary>
    private ProcessSetup Process(Fields own, Fields? shared)
    {
        var command = shared is null || own.Has("command") ? own.RequiredText("command") : shared.RequiredText("command");
        var arguments = own.Has("arguments") || shared is null ? own.Texts("arguments") : shared.Texts("arguments");
        var environment = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in (shared?.Pairs("environment") ?? []).Concat(own.Pairs("environment"))) environment[key] = value;
        var directory = own.Text("workingDirectory", shared?.Text("workingDirectory", "") ?? "");
        return new ProcessSetup(
            Path.GetFullPath(command.Length == 0 ? "missing" : command, folder), [.. arguments.Select(a => a.Value)], [.. environment],
            Path.GetFullPath(directory.Length == 0 ? "." : directory, folder),
            own.Duration("stop", shared?.Duration("stop", 5 * Second, 0, 10 * Minute) ?? 5 * Second, 0, 10 * Minute));
    }
}
