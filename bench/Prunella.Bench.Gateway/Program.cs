// The same YARP forwarder with and without Prunella's filters, in one process and one run, rounds interleaved.
// Closed loop: so many clients, each sends the next request when the last is answered. Prints the
// ratio and its spread.
// Usage: Prunella.Bench.Gateway [rounds 9] [seconds per round 3] [clients 16]
using System.Diagnostics;
using System.Globalization;
using System.Net;

using Prunella.Contracts;
using Prunella.Gateway;
using Prunella.Kernel.Policies;
using Prunella.Runtime.Configuration;

using Yarp.ReverseProxy.Forwarder;

var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 9;
var seconds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
var clients = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 16;

var backends = new List<WebApplication>();
for (var i = 0; i < 3; i++) backends.Add(await StartBackendAsync());
await using var plain = await StartPlainAsync([.. backends.Select(b => b.Urls.Single())]);
var data = Directory.CreateTempSubdirectory("prunella-bench-").FullName;
await using var prunella = await StartPrunellaAsync([.. backends.Select(b => new Uri(b.Urls.Single()))], data);
var plainUri = new Uri(plain.Urls.Single() + "/cart");
var prunellaUri = new Uri(prunella.Urls.Single() + "/checkout/cart");

await RunAsync(plainUri, clients, seconds);
await RunAsync(prunellaUri, clients, seconds);
var ratios = new List<double>();
for (var round = 0; round < rounds; round++)
{
    // Who begins alternates, so that a drift of the machine hits both.
    var first = await RunAsync(round % 2 == 0 ? plainUri : prunellaUri, clients, seconds);
    var second = await RunAsync(round % 2 == 0 ? prunellaUri : plainUri, clients, seconds);
    var (without, with) = round % 2 == 0 ? (first, second) : (second, first);
    ratios.Add(with / without);
    Console.WriteLine(FormattableString.Invariant($"round {round + 1}: plain {without:F0}/s, prunella {with:F0}/s, ratio {with / without:F3}"));
}
ratios.Sort();
Console.WriteLine(FormattableString.Invariant($"ratio: median {ratios[ratios.Count / 2]:F3}, lowest {ratios[0]:F3}, highest {ratios[^1]:F3}"));
await prunella.StopAsync();
foreach (var backend in backends) await backend.DisposeAsync();
Directory.Delete(data, recursive: true);

static async Task<double> RunAsync(Uri target, int clients, int seconds)
{
    using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null });
    var watch = Stopwatch.StartNew();
    var limit = TimeSpan.FromSeconds(seconds);
    var counts = await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
    {
        var count = 0;
        for (; watch.Elapsed < limit; count++)
        {
            using var answer = await http.GetAsync(target);
            answer.EnsureSuccessStatusCode();
        }
        return count;
    }));
    return counts.Sum() / watch.Elapsed.TotalSeconds;
}

static WebApplicationBuilder Bare()
{
    var builder = WebApplication.CreateSlimBuilder();
    builder.Logging.ClearProviders();
    builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
    return builder;
}

static async Task<WebApplication> StartBackendAsync()
{
    var app = Bare().Build();
    app.Run(http => http.Response.WriteAsync("ok"));
    await app.StartAsync();
    return app;
}

static async Task<WebApplication> StartPlainAsync(string[] targets)
{
    var builder = Bare();
    builder.Services.AddHttpForwarder();
    var app = builder.Build();
    var forwarder = app.Services.GetRequiredService<IHttpForwarder>();
    var client = new HttpMessageInvoker(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
    });
    var config = new ForwarderRequestConfig { ActivityTimeout = TimeSpan.FromSeconds(2) };
    var next = 0;
    app.Run(async http => await forwarder.SendAsync(
        http, targets[(int)((uint)Interlocked.Increment(ref next) % (uint)targets.Length)], client, config,
            HttpTransformer.Default));
    await app.StartAsync();
    return app;
}

static async Task<WebApplication> StartPrunellaAsync(IReadOnlyList<Uri> targets, string data)
{
    var service = new ServiceId("checkout");
    var any = new IPEndPoint(IPAddress.Loopback, 0);
    var gateway = new GatewaySetup("edge", any, [service], 2_000_000_000, 200);
    var instances = targets.Select((t, i) => new InstanceSetup(
        new InstanceId(service, FormattableString.Invariant($"checkout-{i + 1}")), Place.Unknown, t,
        [new ProbeSetup(ProbeKind.Http, "/health", 500_000_000, 400_000_000)], null));
    var configuration = new FleetConfiguration(PolicySet.Empty, "", default, [.. instances], [gateway], [], new ListenSetup(any, any, any));
    // Metrics on, as in life; nobody takes the export, which comes once a minute.
    var options = new GatewayOptions("", "edge", "default", null, data, "", new Uri("http://127.0.0.1:9"));
    var app = GatewayApplication.Build(options, configuration, gateway);
    await app.StartAsync();
    return app;
}
