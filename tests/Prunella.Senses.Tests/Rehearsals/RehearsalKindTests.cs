using System.Net;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Runtime.Configuration;
using Prunella.Senses.Probes;
using Prunella.Senses.Rehearsals;

namespace Prunella.Senses.Tests.Rehearsals;

/// <summary>A rehearsal passes when what it leads to answers as the documents say, and says what it did instead.</summary>
public sealed class RehearsalKindTests
{
    private static readonly ServiceId Payments = new("payments");
    private static readonly DependencyId Edge = new(new ServiceId("checkout"), Payments);

    [Theory]
    [InlineData(200, "later", true, null)]
    [InlineData(503, "later", true, "it answered 503 instead of 200")]
    [InlineData(200, "latest", true, "it answered with another body than the declared one")]
    [InlineData(200, "late", true, "it answered with another body than the declared one")]
    [InlineData(200, "later", false, "the gateway knows no rehearsals")]
    public async Task The_declared_reply_is_compared_with_what_the_gateway_answers(int status, string body, bool knows, string? expected)
    {
        await using var gateway = await ServeAsync(http =>
        {
            Assert.Equal("reply", http.Request.Headers["Prunella-Rehearse"]);
            Assert.Equal("checkout", http.Request.Headers["Prunella-Caller"]);
            Assert.Equal("/payments/", http.Request.Path);
            http.Response.StatusCode = status;
            if (knows) http.Response.Headers["Prunella-Rehearsed"] = "reply";
            return http.Response.WriteAsync(body);
        });
        var rehearsal = new ReplyRehearsal(Configuration(new Uri(gateway.Urls.Single())), TimeProvider.System);

        Assert.Equal(expected, await rehearsal.TryAsync(Subject.Of(Edge), 2, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_gateway_that_is_not_there_is_told()
    {
        var gateway = await ServeAsync(_ => Task.CompletedTask);
        var address = new Uri(gateway.Urls.Single());
        await gateway.DisposeAsync();

        var told = await new ReplyRehearsal(Configuration(address), TimeProvider.System).TryAsync(Subject.Of(Edge), 1, TestContext.Current.CancellationToken);

        Assert.StartsWith("the gateway cannot be asked", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_that_declares_no_reply_cannot_be_rehearsed()
    {
        var other = new DependencyId(new ServiceId("cart"), Payments);

        Assert.NotNull(await new ReplyRehearsal(Configuration(new Uri("http://127.0.0.1:1")), TimeProvider.System).TryAsync(Subject.Of(other), 1, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("p-2 p-3", null)]
    [InlineData("p-2", "1 of 2 other instances answered well")]
    [InlineData("p-1", "0 of 2 other instances answered well")]
    public async Task Most_of_the_others_must_answer(string well, string? expected)
    {
        var rehearsal = new PeerRehearsal(
            Configuration(new Uri("http://127.0.0.1:1")), TimeProvider.System, (instance, _) => new Answering(well.Split(' ').Contains(instance.Id.Name)));

        Assert.Equal(expected, await rehearsal.TryAsync(Subject.Of(new InstanceId(Payments, "p-1")), 3, TestContext.Current.CancellationToken));
    }

    private static FleetConfiguration Configuration(Uri gateway)
    {
        InstanceSetup Instance(string name) => new(
            new InstanceId(Payments, name), Place.Unknown, new Uri("http://127.0.0.1:1"), [new ProbeSetup(ProbeKind.Http, "/", Some.Second, Some.Second)], null);
        var set = PolicySet.Empty with { Dependencies = [new DependencyRules(Edge, "edge", true, false, 0)] };
        return new FleetConfiguration(
            set, "", default, [Instance("p-1"), Instance("p-2"), Instance("p-3")],
            [new GatewaySetup("edge", new IPEndPoint(IPAddress.Loopback, gateway.Port), [Payments], Some.Second, 0)],
            [new FallbackSetup(Edge, 200, "text/plain", "later")],
            new ListenSetup(new IPEndPoint(IPAddress.Loopback, 1), new IPEndPoint(IPAddress.Loopback, 2), new IPEndPoint(IPAddress.Loopback, 3)));
    }

    private static async Task<WebApplication> ServeAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return app;
    }

    private sealed class Answering(bool well) : IProbe
    {
        public Task<ProbeOutcome> AskAsync(CancellationToken cancellation) =>
            well ? Task.FromResult(ProbeOutcome.Ok) : throw new HttpRequestException("refused");
    }
}
