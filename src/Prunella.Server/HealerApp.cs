using System.Net;

using Microsoft.AspNetCore.Server.Kestrel.Core;

using Prunella.Actuators.Overlays;
using Prunella.Runtime.Access;
using Prunella.Runtime.Configuration;
using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Wire;
using Prunella.Senses.Otlp;
using Prunella.Server.Api;
using Prunella.Server.Auth;
using Prunella.Storage.Sqlite;

namespace Prunella.Server;

/// <summary>The healer's web host: listeners, services, routes.</summary>
internal static class HealerApp
{
    private static readonly string[] LoopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

    public static WebApplication Build(FleetConfiguration configuration, HealerFolder folder, SqliteJournal journal,
        TokenFile tokens)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true)
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Prunella", LogLevel.Information)
            // A start that fails is told in one sentence, not by the host's stack trace.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.None);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(configuration.Listen.Api, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.ListenForOtlp(configuration.Listen);
        });
        // A page of another origin that rebinds its name to loopback would carry its own host name.
        var loopback = IPAddress.IsLoopback(configuration.Listen.Api.Address);
        builder.Services.AddHostFiltering(filter => filter.AllowedHosts = loopback ? LoopbackHosts : ["*"]);
        builder.Services.ConfigureHttpJsonOptions(json => WireJson.Configure(json.SerializerOptions));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(tokens);
        builder.Services.AddAccess();
        builder.Services.AddSingleton(services => new FleetHost(
            configuration, folder, journal, services.GetRequiredService<ILoggerFactory>(),
                services.GetRequiredService<TimeProvider>()));
        builder.Services.AddOtlp(new OtlpOptions(), Ports);

        var app = builder.Build();
        app.UseHostFiltering();
        app.UseAuthentication();
        app.UseAuthorization();
        Map(app, configuration.Listen);
        return app;
    }

    private static void Map(WebApplication app, ListenSetup listen)
    {
        var fleet = app.Services.GetRequiredService<FleetHost>();
        new FleetApi(fleet).Map(app);
        app.MapGroup("/v1/fleets/" + fleet.Id).MapOverlays(fleet.Hub).RequireAuthorization(Access.Target);
        app.MapPage(fleet.Status);
        // The intake asks senders for their token itself, in the form of each protocol.
        app.MapOtlpGrpc(listen.OtlpGrpc.Port).AllowAnonymous();
        app.MapOtlpHttp(listen.OtlpHttp.Port).AllowAnonymous();
    }

    private static OtlpPorts Ports(IServiceProvider services)
    {
        var (fleet, tokens) = (services.GetRequiredService<FleetHost>(), services.GetRequiredService<TokenFile>());
        return new OtlpPorts(
            header => BearerHandler.Holder(tokens, header) is { Role: Role.Sender or Role.Target } holder
                ? new SenderCredential(fleet.Id, holder.Name, MayWitnessAsGateway: holder.Role == Role.Target)
                : null,
            id => id == fleet.Id ? fleet.Sink : null,
            fleet.ServiceAt);
    }
}
