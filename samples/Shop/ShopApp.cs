using System.Net;

using Prunella.Samples.Shop.Faults;
using Prunella.Samples.Shop.Roles;

namespace Prunella.Samples.Shop;

/// <summary>Puts one instance of one role together.</summary>
internal static class ShopApp
{
    /// <summary>
    /// A supervisor gives a process three seconds to stop; what is still under way then would be
    /// cut off anyhow.
    /// </summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    public static WebApplication Build(Settings settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, settings.Port));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Farewell);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<FaultSwitch>();
        builder.Services.AddHttpClient();
        Telemetry.Add(builder, settings);

        var app = builder.Build();
        app.UseMiddleware<FaultMiddleware>();
        // A deep probe: through the fault switch like every other path, but of its own state only.
        // One that asked its callees would blame this instance for their trouble.
        app.MapGet("/health", () => "ok");
        switch (settings.Role)
        {
            case "storefront": Storefront.Map(app, settings); break;
            case "catalog": Catalog.Map(app, settings); break;
            case "checkout": Checkout.Map(app, settings); break;
            default: Payments.Map(app); break;
        }
        return app;
    }
}
