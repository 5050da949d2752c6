using System.Net;

using Prunella.Runtime.Configuration;
using Prunella.Server.Metrics;

namespace Prunella.Server.Tests.Metrics;

/// <summary>The healer sends its metrics where the standard variable says, and never to itself.</summary>
public sealed class OtlpTargetTests
{
    private const string Here = "10.1.2.3";

    [Fact]
    public void Nothing_is_sent_when_nothing_is_said() =>
        Assert.Equal(new OtlpTarget(null, ""), Choose("127.0.0.1", null));

    [Theory]
    [InlineData("http://collector:4317")]
    [InlineData("http://127.0.0.1:14317")]
    [InlineData("http://10.1.2.3:4317")]
    [InlineData("https://[::1]:4317/v1/metrics")]
    public void A_collector_elsewhere_gets_them(string endpoint)
    {
        var target = Choose("127.0.0.1", endpoint);

        Assert.Equal("", target.Problem);
        Assert.Equal(new Uri(endpoint).Authority, target.Endpoint!.Authority);
    }

    [Theory]
    [InlineData("127.0.0.1", "http://127.0.0.1:4317")]
    [InlineData("127.0.0.1", "http://127.0.0.1:4318/v1/metrics")]
    [InlineData("127.0.0.1", "http://LOCALHOST:4317")]
    [InlineData("::1", "http://[::1]:4317")]
    [InlineData("10.1.2.3", "http://10.1.2.3:4318")]
    [InlineData("0.0.0.0", "http://10.1.2.3:4317")]
    [InlineData("0.0.0.0", "http://127.0.0.7:4317")]
    [InlineData("::", "http://localhost:4318")]
    public void Its_own_door_is_refused_and_told(string listens, string endpoint)
    {
        var target = Choose(listens, endpoint);

        Assert.Null(target.Endpoint);
        Assert.Contains("sends nothing to itself", target.Problem, StringComparison.Ordinal);
        Assert.Contains("/metrics", target.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_own_door_is_known_by_the_machines_name_too() =>
        Assert.NotEqual("", Choose("0.0.0.0", $"http://{Environment.MachineName}.example:4317").Problem);

    [Theory]
    [InlineData("collector:4317")]
    [InlineData("unix:///run/otel.sock")]
    [InlineData("4317")]
    public void What_is_no_address_is_told_instead_of_replaced_by_the_sdks_default_which_would_be_the_healer(string endpoint)
    {
        var target = Choose("127.0.0.1", endpoint);

        Assert.Null(target.Endpoint);
        Assert.StartsWith(OtlpTarget.Everything + " is no address", target.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_variable_for_metrics_alone_goes_first()
    {
        var target = Choose("127.0.0.1", "http://127.0.0.1:4317", (OtlpTarget.OnlyMetrics, "http://collector:4317"));

        Assert.Equal("collector", target.Endpoint!.Host);
    }

    [Fact]
    public void A_disabled_sdk_sends_nothing() =>
        Assert.Equal(new OtlpTarget(null, ""), Choose("127.0.0.1", "http://collector:4317", (OtlpTarget.Disabled, "true")));

    [Fact]
    public void A_password_in_the_address_is_not_told()
    {
        var told = Choose("127.0.0.1", "http://ada:secret@127.0.0.1:4317").Problem
            + Choose("127.0.0.1", "http://ada:secret@collector:4317").Endpoint
            + Choose("127.0.0.1", "ada:secret@collector").Problem;

        Assert.DoesNotContain("secret", told, StringComparison.Ordinal);
    }

    private static OtlpTarget Choose(string listens, string? endpoint, params (string Name, string Value)[] more)
    {
        var variables = more.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);
        if (endpoint is not null) variables[OtlpTarget.Everything] = endpoint;
        var address = IPAddress.Parse(listens);
        var listen = new ListenSetup(new(IPAddress.Loopback, 4319), new(address, 4317), new(address, 4318));
        return OtlpTarget.Choose(variables.GetValueOrDefault, listen, () => [IPAddress.Parse(Here)]);
    }
}
