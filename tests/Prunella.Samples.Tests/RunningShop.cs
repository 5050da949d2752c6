using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

using Prunella.Samples.Shop;

namespace Prunella.Samples.Tests;

/// <summary>An app that really listens, on a loopback port that the system chose.</summary>
internal sealed class RunningShop : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningShop(WebApplication app)
    {
        _app = app;
        Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    public string Address { get; }

    public static Task<RunningShop> StartAsync(Settings settings) => StartAsync(ShopApp.Build(settings));

    public static async Task<RunningShop> StartAsync(WebApplication app)
    {
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningShop(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
