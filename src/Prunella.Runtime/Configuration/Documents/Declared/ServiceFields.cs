using Prunella.Kernel.Policies;

using static Prunella.Runtime.Configuration.Documents.Bounds;

namespace Prunella.Runtime.Configuration.Documents.Declared;

/// <summary>The keys of a Service document.</summary>
internal static class ServiceFields
{
    public static readonly TextField Namespace = new("namespace", "OpenTelemetry's `service.namespace`; references are then `NAMESPACE.NAME`.");
    public static readonly TextField Owner = new("owner", "For people.");

    public static readonly WordField<Criticality> Criticality = new(
        "criticality", "How much depends on it; with `state` the class of services among which the [records of recipes](../concepts/choice.md) are shared.")
    { Value = Kernel.Policies.Criticality.Medium };

    public static readonly WordField<StateKind> State = new(
        "state", "What is lost with an instance. `durable`: no restart without a person unless the policy names the recipe.");

    public static readonly FlagField Protected = new("protected", "Nothing above low disruption without a person.");
    public static readonly TextField Gateway = new("gateway", "The gateway in front of it.");

    public static readonly FormField Http = new("http", "Ask by GET; exactly one of the three.", "path that begins with `/`", "/.*");
    public static readonly FlagField Tcp = new("tcp", "Ask by connecting.") { Value = true, DefaultText = "none" };
    public static readonly TextField Grpc = new("grpc", "Ask by grpc.health.v1: the service's name.");

    public static readonly DurationField Interval = new("interval", "How often.", 100 * Millisecond, 5 * Minute) { Value = Second };

    public static readonly DurationField Timeout = new(
        "timeout", "How long it waits; at most ten intervals.", 10 * Millisecond, Minute)
    { Value = Second / 2 };

    public static readonly MapsField Probes = new(
        "probes", "How each instance is asked.", new Shape("Service.probes", Http, Tcp, Grpc, Interval, Timeout));

    public static readonly TextField Command = new("command", "A program, relative to the documents' folder; never a shell line.") { Required = true };
    public static readonly TextField OwnCommand = new("command", Command.What) { DefaultText = "the service's" };
    public static readonly TextsField Arguments = new("arguments", "One per item.");

    public static readonly PairsField Environment = new(
        "environment", "Added to the healer's own, which goes down without Prunella's secrets.");

    public static readonly TextField WorkingDirectory = new("workingDirectory", "Where it runs.") { DefaultText = "the documents' folder" };
    public static readonly DurationField Stop = new("stop", "How long after SIGTERM comes SIGKILL.", 0, 10 * Minute) { Value = 5 * Second };

    public static readonly MapField Process = new(
        "process", "How instances are started; makes them supervised.",
        new Shape("Service.process", Command, Arguments, Environment, WorkingDirectory, Stop))
    { DefaultText = "none" };

    public static readonly TextField InstanceName = new("name", "Unique within the service.") { Required = true };

    public static readonly FormField Address = new(
        "address", "Where it serves.", "`HOST:PORT` or `http://HOST:PORT`", Patterns.Address + "|https?://.+")
    { Required = true };

    public static readonly TextField Region = new("region", "Where it runs.");
    public static readonly TextField Zone = new("zone", "Where it runs.") { DefaultText = "the host" };
    public static readonly TextField Host = new("host", "Where it runs.");

    public static readonly MapField InstanceProcess = new(
        "process", "The instance's own part: its keys win over the service's, the environments are merged.",
        new Shape("Service.instances.process", OwnCommand, Arguments, Environment, WorkingDirectory, Stop))
    { DefaultText = "the service's" };

    public static readonly MapsField Instances = new(
        "instances", "Its replicas.",
        new Shape("Service.instances", InstanceName, Address, Region, Zone, Host, InstanceProcess));

    public static readonly Shape Shape = new(
        "Service", Namespace, Owner, Criticality, State, Protected, Gateway, Probes, Process, Instances);
}
