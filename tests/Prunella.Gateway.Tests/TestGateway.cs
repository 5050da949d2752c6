using System.Net;
using System.Net.Sockets;

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

using Prunella.Contracts;
using Prunella.Gateway.Overlays;
using Prunella.Gateway.Routing;
using Prunella.Kernel.Policies;
using Prunella.Runtime.Configuration;

namespace Prunella.Gateway.Tests;

/// <summary>The whole gateway on loopback with a clock that the test moves; checkout behind it, storefront its one caller.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    public static readonly ServiceId Checkout = new("checkout");
    public static readonly DependencyId Edge = new(new ServiceId("storefront"), Checkout);
    private static readonly System.Collections.Concurrent.ConcurrentBag<Socket> BoundForGood = [];
    private readonly WebApplication _app;
    private readonly string _folder;
    private long _version;

    private TestGateway(WebApplication app, FakeTimeProvider time, string folder)
    {
        (_app, Time, _folder) = (app, time, folder);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromSeconds(30) };
    }

    public FakeTimeProvider Time { get; }

    public HttpClient Http { get; }

    public long Now => _app.Services.GetRequiredService<MonotonicClock>().Nanos;

    public HeldOverlay Held => _app.Services.GetRequiredService<HeldOverlay>();

    public Cluster Cluster => _app.Services.GetRequiredService<RouteTable>().Clusters.Single();

    public static async Task<TestGateway> StartWithAsync(Uri? healer, params Uri[] instances)
    {
        var folder = Directory.CreateTempSubdirectory("prunella-gateway-").FullName;
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var options = new GatewayOptions("", "edge", "default", healer, folder, "", null);
        var gateway = new GatewaySetup("edge", new IPEndPoint(IPAddress.Loopback, 0), [Checkout], 300_000_000, 200);
        var app = GatewayApplication.Build(options, Configuration(gateway, instances), gateway, time);
        await app.StartAsync();
        return new TestGateway(app, time, folder);
    }

    public static Task<TestGateway> StartAsync(params Uri[] instances) => StartWithAsync(null, instances);

    /// <summary>An address on which nobody listens; bound, so that no other test is given it.</summary>
    public static Uri Nobody()
    {
        var bound = new Socket(SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        BoundForGood.Add(bound);
        return new Uri("http://127.0.0.1:" + ((IPEndPoint)bound.LocalEndPoint!).Port);
    }

    public static Subject Instance(int number) => Subject.Of(new InstanceId(Checkout, "checkout-" + number));

    public OverlayReply Hold(params OverlayChange[] changes) => Held.Take(new Overlay("edge", ++_version, 1, 5000, changes));

    /// <summary>Statuses of so many requests, one after another.</summary>
    public async Task<List<int>> StatusesAsync(int count, HttpMethod? method = null)
    {
        var statuses = new List<int>();
        for (var i = 0; i < count; i++)
        {
            using var answer = await Http.SendAsync(new HttpRequestMessage(method ?? HttpMethod.Get, "/checkout/cart"));
            statuses.Add((int)answer.StatusCode);
        }
        return statuses;
    }

    public void Judge() => Cluster.Judge(Now);

    public bool[] Out() => [.. Enumerable.Range(0, Cluster.Destinations.Count).Select(i => Cluster.Describe(i, Now, 0).EjectedByReflex)];

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public static FleetConfiguration Configuration(GatewaySetup gateway, IReadOnlyList<Uri> instances)
    {
        var setups = instances.Select((address, i) => new InstanceSetup(
            Instance(i + 1).Instance, new Place(i == 0 ? "west" : "east", $"z{i + 1}", ""), address, [new ProbeSetup(ProbeKind.Http, "/health", 500_000_000, 400_000_000)], null));
        var policies = PolicySet.Empty with { Dependencies = [new DependencyRules(Edge, "edge", true, true, 0)] };
        var any = new IPEndPoint(IPAddress.Loopback, 0);
        return new FleetConfiguration(
            policies, "", default, [.. setups], [gateway], [new FallbackSetup(Edge, 200, "application/json", "{\"later\":true}")], new ListenSetup(any, any, any));
    }
}
