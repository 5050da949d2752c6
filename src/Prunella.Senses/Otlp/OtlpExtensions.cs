using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Model;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

using Prunella.Runtime.Configuration;
using Prunella.Senses.Otlp.Transport;

namespace Prunella.Senses.Otlp;

/// <summary>Puts the OTLP intake into a host: services, listeners, routes.</summary>
public static class OtlpExtensions
{
    /// <summary>
    /// Adds the intake. A registered <see cref="TimeProvider"/> is used; the system's otherwise.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">
    /// Bounds; wrong ones refuse at the first use with every error at once.
    /// </param>
    /// <param name="ports">Credentials, sinks and known addresses.</param>
    public static IServiceCollection AddOtlp(
        this IServiceCollection services, OtlpOptions options, Func<IServiceProvider, OtlpPorts> ports)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(ports);
        var admission = new Admission(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(admission);
        services.AddSingleton(provider => new OtlpIntake(
            options, ports(provider), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<OtlpHttpEndpoint>();
        services.AddSingleton<OtlpGrpcDoor>();
        services.AddSingleton<IServiceMethodProvider<OtlpGrpcService>, OtlpGrpcMethods>();
        services.AddGrpc();
        services.AddOptions<GrpcServiceOptions<OtlpGrpcService>>().Configure<IServiceProvider>((grpc, provider) =>
        {
            grpc.MaxReceiveMessageSize = options.MaxInflatedBytes;
            grpc.CompressionProviders =
                [new BoundedGrpcGzip(options, admission, provider.GetRequiredService<OtlpIntake>)];
            grpc.ResponseCompressionAlgorithm = null;
        });
        return services;
    }

    /// <summary>
    /// Opens the two OTLP addresses: gRPC on HTTP/2 without TLS, HTTP on HTTP/1.1 and, with TLS,
    /// HTTP/2. Bind them to loopback unless the operator said otherwise; port 0 cannot be told
    /// apart by the routes, so choose one first.
    /// </summary>
    public static void ListenForOtlp(this KestrelServerOptions kestrel, ListenSetup listen)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        ArgumentNullException.ThrowIfNull(listen);
        kestrel.Listen(listen.OtlpGrpc, options => options.Protocols = HttpProtocols.Http2);
        kestrel.Listen(listen.OtlpHttp, options => options.Protocols = HttpProtocols.Http1AndHttp2);
    }

    /// <summary>Maps the three Export methods.</summary>
    /// <param name="app">The host's routes.</param>
    /// <param name="localPort">Only on this local port; 404 elsewhere. Null: on every port.</param>
    public static IEndpointConventionBuilder MapOtlpGrpc(this IEndpointRouteBuilder app, int? localPort = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        var door = app.ServiceProvider.GetRequiredService<OtlpGrpcDoor>();
        var endpoints = app.MapGrpcService<OtlpGrpcService>();
        endpoints.Add(endpoint =>
        {
            var next = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = OnPort(localPort, context => door.ServeAsync(context, next));
        });
        return endpoints;
    }

    /// <summary>Maps <c>POST /v1/metrics</c>, <c>/v1/traces</c> and <c>/v1/logs</c>.</summary>
    /// <param name="app">The host's routes.</param>
    /// <param name="localPort">Only on this local port; 404 elsewhere. Null: on every port.</param>
    public static IEndpointConventionBuilder MapOtlpHttp(this IEndpointRouteBuilder app, int? localPort = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        var endpoint = app.ServiceProvider.GetRequiredService<OtlpHttpEndpoint>();
        var group = app.MapGroup("/v1");
        group.MapPost("/metrics", OnPort(localPort, context => endpoint.ServeAsync(context, OtlpSignal.Metrics)));
        group.MapPost("/traces", OnPort(localPort, context => endpoint.ServeAsync(context, OtlpSignal.Traces)));
        group.MapPost("/logs", OnPort(localPort, context => endpoint.ServeAsync(context, OtlpSignal.Logs)));
        return group;
    }

    private static RequestDelegate OnPort(int? port, RequestDelegate serve) => context =>
    {
        if (port is null || context.Connection.LocalPort == port) return serve(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    };
}
