using System.Net;
using System.Text.Json;
using System.Threading.Channels;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using Prunella.Contracts;
using Prunella.Runtime.Wire;

namespace Prunella.Gateway.Tests;

/// <summary>Keeps the promise that the gateway obeys its healer over the wire and serves on without it.</summary>
public sealed class HealerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Serves_on_when_the_healer_cannot_be_reached()
    {
        await using var backend = await Backend.OkAsync();
        await using var gateway = await TestGateway.StartWithAsync(TestGateway.Nobody(), [backend.Address]);
        Assert.Equal([200, 200, 200], await gateway.StatusesAsync(3));
    }

    [Fact]
    public async Task Obeys_the_stream_answers_it_and_lets_lapse_when_the_stream_dies()
    {
        await using var one = await Backend.OkAsync();
        await using var two = await Backend.OkAsync();
        await using var healer = await FakeHealer.StartAsync();
        await using var gateway = await TestGateway.StartWithAsync(healer.Address, one.Address, two.Address);
        healer.Say("""{"target":"edge","version":1,"epoch":3,"leaseMillis":2000,"changes":[{"orderId":"i1.r1.s1","kind":"eject","subject":"instance/checkout/checkout-1","amount":0}]}""");
        var reply = await healer.Replies.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(reply is { Accepted: true, Version: 1, Epoch: 3 });
        await gateway.StatusesAsync(30);
        Assert.Empty(one.Seen);
        healer.Hangup();
        gateway.Time.Advance(TimeSpan.FromMilliseconds(2000));
        Assert.False(gateway.Cluster.Describe(0, gateway.Now, 0).EjectedByOrder);
    }

    [Fact]
    public async Task A_reply_names_what_it_could_not_understand()
    {
        await using var healer = await FakeHealer.StartAsync();
        await using var gateway = await TestGateway.StartWithAsync(healer.Address, TestGateway.Nobody());
        healer.Say("""{"target":"edge","version":1,"epoch":3,"leaseMillis":2000,"changes":[{"orderId":"x","kind":"mirror","subject":"instance/checkout/checkout-1","amount":0}]}""");
        var reply = await healer.Replies.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal([("x", false)], reply.Results.Select(r => (r.OrderId, r.Applied)));
    }

    /// <summary>The healer's two routes, spoken by hand.</summary>
    private sealed class FakeHealer(WebApplication app) : IAsyncDisposable
    {
        private readonly Channel<string> _words = Channel.CreateBounded<string>(8);
        private readonly Channel<OverlayReply> _replies = Channel.CreateBounded<OverlayReply>(8);

        public Uri Address => new(app.Urls.Single());

        public ChannelReader<OverlayReply> Replies => _replies.Reader;

        public static async Task<FakeHealer> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
            builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
            var app = builder.Build();
            var healer = new FakeHealer(app);
            app.Run(healer.AnswerAsync);
            await app.StartAsync();
            return healer;
        }

        public void Say(string overlay) => Assert.True(_words.Writer.TryWrite(overlay));

        public void Hangup() => _words.Writer.Complete();

        public async ValueTask DisposeAsync()
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        private async Task AnswerAsync(HttpContext http)
        {
            if (http.Request.Path == "/v1/fleets/default/overlays/edge/reply")
            {
                var reply = await JsonSerializer.DeserializeAsync<OverlayReply>(http.Request.Body, WireJson.Options);
                await _replies.Writer.WriteAsync(reply!);
                return;
            }
            if (http.Request.Path != "/v1/fleets/default/overlays/edge") return;
            http.Response.ContentType = "text/event-stream";
            await http.Response.Body.FlushAsync();
            await foreach (var word in _words.Reader.ReadAllAsync(http.RequestAborted))
            {
                await http.Response.WriteAsync($"event: overlay\ndata: {word}\n\n");
                await http.Response.Body.FlushAsync();
            }
        }
    }
}
