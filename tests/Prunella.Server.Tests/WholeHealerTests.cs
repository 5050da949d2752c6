using System.Net;
using System.Net.Http.Json;

using Prunella.Runtime.Views;
using Prunella.Runtime.Wire;

namespace Prunella.Server.Tests;

/// <summary>The rooms put together: what one refuses is told by the others.</summary>
public sealed class WholeHealerTests
{
    [Fact]
    public async Task An_export_that_the_intake_refuses_stands_in_status_page_and_metrics()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var healer = await RunningHealer.StartAsync();

        using var refused = await healer.Otlp.PostAsync("/v1/metrics", new ByteArrayContent([]), cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        var status = await healer.Api.GetFromJsonAsync<FleetStatus>("/v1/fleets/default/status", WireJson.Options, cancellation);
        Assert.Equal(new ShedCount("unauthenticated", 1, ShedCause.Sender), Assert.Single(status!.Shed));
        Assert.Contains("To be mended at a sender: unauthenticated 1", await healer.Api.GetStringAsync("/", cancellation), StringComparison.Ordinal);
        Assert.Matches("prunella_otlp_shed_total\\{reason=\"unauthenticated\"\\} [1-9]", await healer.Api.GetStringAsync("/metrics", cancellation));
    }
}
