using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

using Prunella.Samples.Shop;

namespace Prunella.Samples.Tests;

/// <summary>The roles really serve each other over HTTP; a stand-in for the gateway says what they sent.</summary>
public sealed class ShopTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prunella-shop-");
    private readonly HttpClient _http = new();
    private readonly List<string> _callers = [];
    private readonly List<IAsyncDisposable> _running = [];
    private Func<HttpContext, Task> _payments = _ => Task.CompletedTask;
    private RunningShop _gateway = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string FaultFile => Path.Combine(_folder.FullName, "fault");

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var gateway = builder.Build();
        gateway.MapPost("/payments/charge", http =>
        {
            _callers.Add(http.Request.Headers["Prunella-Caller"].ToString());
            return _payments(http);
        });
        gateway.MapPost("/checkout/checkout", http =>
        {
            _callers.Add(http.Request.Headers["Prunella-Caller"].ToString());
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return http.Response.WriteAsync("nobody there", Cancellation);
        });
        _gateway = await RunningShop.StartAsync(gateway);
        _running.Add(_gateway);
    }

    [Fact]
    public async Task The_catalog_reads_prices_from_its_database()
    {
        var catalog = await StartAsync(Some.Settings("catalog", data: _folder.FullName));

        var item = await _http.GetFromJsonAsync<JsonElement>(catalog + "/items/7", Cancellation);

        Assert.Equal((7, 149), (item.GetProperty("id").GetInt32(), item.GetProperty("price").GetInt32()));
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "catalog-1.db")));
    }

    [Fact]
    public async Task The_catalog_starts_again_on_the_database_it_made()
    {
        await StartAsync(Some.Settings("catalog", data: _folder.FullName));

        var again = await StartAsync(Some.Settings("catalog", data: _folder.FullName));

        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync(again + "/items/100", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync(again + "/items/101", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Checkout_charges_through_the_gateway_and_says_who_calls()
    {
        var checkout = await CheckoutAsync();

        using var answer = await _http.PostAsync(checkout + "/checkout", null, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False((await BodyAsync(answer)).GetProperty("degraded").GetBoolean());
        Assert.Equal(["checkout"], _callers);
    }

    [Fact]
    public async Task Checkout_hands_a_fallback_on_as_degraded()
    {
        _payments = http =>
        {
            http.Response.Headers["Prunella-Degraded"] = "true";
            return Task.CompletedTask;
        };
        var checkout = await CheckoutAsync();

        using var answer = await _http.PostAsync(checkout + "/checkout", null, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.Contains("Prunella-Degraded"));
        Assert.True((await BodyAsync(answer)).GetProperty("degraded").GetBoolean());
    }

    [Fact]
    public async Task Checkout_fails_when_payments_fails()
    {
        _payments = http =>
        {
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        };
        var checkout = await CheckoutAsync();

        using var answer = await _http.PostAsync(checkout + "/checkout", null, Cancellation);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
    }

    [Fact]
    public async Task The_health_of_a_checkout_asks_nobody_else()
    {
        var checkout = await StartAsync(Some.Settings("checkout", gateway: _gateway.Address, catalog: "http://127.0.0.1:1"));

        using var health = await _http.GetAsync(checkout + "/health", Cancellation);
        using var order = await _http.PostAsync(checkout + "/checkout", null, Cancellation);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadGateway), (health.StatusCode, order.StatusCode));
        Assert.Empty(_callers);
    }

    [Fact]
    public async Task The_storefront_buys_through_the_gateway_and_hands_the_answer_on()
    {
        var storefront = await StartAsync(Some.Settings("storefront", gateway: _gateway.Address));

        using var answer = await _http.GetAsync(storefront + "/buy", Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("nobody there", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(["storefront"], _callers);
    }

    [Fact]
    public async Task Errors_of_the_fault_switch_reach_the_health_check_too()
    {
        await File.WriteAllTextAsync(FaultFile, "errors=20%", Cancellation);
        var payments = await StartAsync(Some.Settings("payments", faults: FaultFile));

        var answers = new List<int>();
        for (var i = 0; i < 10; i++)
        {
            using var answer = await _http.GetAsync(payments + "/health", Cancellation);
            answers.Add((int)answer.StatusCode);
        }

        Assert.Equal([200, 200, 200, 200, 500, 200, 200, 200, 200, 500], answers);
    }

    [Theory]
    [InlineData("storefront", "5101", true)]
    [InlineData("bakery", "5101", false)]
    [InlineData("storefront", "", false)]
    [InlineData("storefront", "70000", false)]
    [InlineData("storefront", "-1", false)]
    public void A_role_or_port_that_is_none_is_refused(string role, string port, bool right) =>
        Assert.Equal(right, Settings.Read(role, name => name == "SHOP_PORT" ? port : null) is not null);

    public async ValueTask DisposeAsync()
    {
        foreach (var one in _running) await one.DisposeAsync();
        _http.Dispose();
        // The pool holds the database open, and the folder could not go.
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private async Task<string> CheckoutAsync()
    {
        var catalog = await StartAsync(Some.Settings("catalog", data: _folder.FullName));
        return await StartAsync(Some.Settings("checkout", gateway: _gateway.Address, catalog: catalog));
    }

    private async Task<string> StartAsync(Settings settings)
    {
        var started = await RunningShop.StartAsync(settings);
        _running.Add(started);
        return started.Address;
    }

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
}
