using Prunella.Contracts;

namespace Prunella.Senses.Tests.Identity;

/// <summary>
/// An instance is who its resource says, never somebody else, and is announced once per change.
/// </summary>
public sealed class IdentityTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Namespace_name_instance_and_place_are_read()
    {
        var sighting = Sight(("service.namespace", "shop"), ("service.name", "checkout"), ("service.instance.id",
            "c-1"),
            ("cloud.region", "eu"), ("cloud.availability_zone", "z2"), ("host.name", "h1"), ("service.version", "3"));
        Assert.Equal(new InstanceSighting(new InstanceId(new ServiceId("shop", "checkout"), "c-1"),
            new Place("eu", "z2", "h1"), "3"), sighting);
    }

    [Fact]
    public void Without_zones_the_host_is_the_zone() =>
        Assert.Equal("h1", Sight(("service.name", "checkout"), ("host.name", "h1")).Place.Zone);

    [Fact]
    public void Host_and_process_stand_in_for_a_missing_instance_id() =>
        Assert.Equal("h1-42", Sight(("service.name", "checkout"), ("host.name", "h1"), ("process.pid",
            "42")).Instance.Name);

    [Fact]
    public void Nameless_programs_of_two_hosts_are_two_services() =>
        Assert.NotEqual(
            Sight(("service.name", "unknown_service:dotnet"), ("host.name", "h1.example.org")).Instance.Service,
            Sight(("service.name", "unknown_service:dotnet"), ("host.name", "h2.example.org")).Instance.Service);

    [Fact]
    public void Names_always_fit_the_grammar_of_subjects()
    {
        var instance = Sight(("service.name", "a/b>c d\n."), ("service.instance.id", new string('x',
            300) + "/")).Instance;
        Assert.Equal("a_b_c_d_", instance.Service.Name);
        Assert.Equal(120, instance.Name.Length);
        Assert.Equal(instance, Subject.Parse(Subject.Of(instance).Text).Instance);
    }

    [Fact]
    public void A_missing_name_is_a_warning_to_the_sender()
    {
        var result = _bench.Export(Senses.Otlp.OtlpSignal.Logs, Some.Logs([("host.name", "h1")]));
        Assert.Equal(0, result.Rejected);
        Assert.Contains("OTEL_SERVICE_NAME", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_instance_is_announced_once_and_again_when_it_changes()
    {
        Sight(("service.name", "checkout"), ("service.instance.id", "c-1"), ("service.version", "1"));
        Sight(("service.name", "checkout"), ("service.instance.id", "c-1"), ("service.version", "1"));
        Sight(("service.name", "checkout"), ("service.instance.id", "c-1"), ("service.version", "2"));
        Assert.Equal(["1", "2"], _bench.Sink.Sightings.Select(sighting => sighting.Version));
    }

    private InstanceSighting Sight(params (string, string)[] resource)
    {
        _bench.Export(Senses.Otlp.OtlpSignal.Traces, Some.Spans(resource));
        return _bench.Sink.Sightings[^1];
    }
}
