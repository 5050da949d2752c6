using System.Net;

using Prunella.Contracts;
using Prunella.Kernel.Policies;

using static Prunella.Runtime.Configuration.Documents.Bounds;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Reads the Fleet document: where the healer listens, its gateways, its own limits.</summary>
internal static class FleetReader
{
    public static FleetDraft Read(string name, Fields spec)
    {
        var gateways = spec.Maps("gateways").Select(Gateway).ToArray();
        var limits = spec.Map("limits");
        var rules = new FleetRules(
            new FleetId(name),
            (int)(limits?.Count("concurrent", 2, 1, 100) ?? 2),
            limits?.Map("budget") is { } budget ? Budget(budget, FleetRules.Default.Budget) : FleetRules.Default.Budget,
            [.. gateways.Select(g => g.Name)])
        {
            FalsePagesPerWeek = (int)(limits?.Count("falsePagesPerWeek", 1, 1, 10_080) ?? 1),
            FreezeWindows = limits is null ? null : FreezeWindowReader.Read(limits),
        };
        limits?.Done();
        var listen = spec.Map("listen");
        var setup = Listen(listen);
        var draft = new FleetDraft(rules, setup, gateways,
        [
            new(setup.Api, listen?.At("api") ?? spec.Place),
            new(setup.OtlpGrpc, listen?.At("otlpGrpc") ?? spec.Place),
            new(setup.OtlpHttp, listen?.At("otlpHttp") ?? spec.Place),
            .. gateways.Select(g => new Placed<IPEndPoint>(g.Listen, g.Place)),
        ]);
        spec.Done();
        return draft;
    }

    public static ActionBudget Budget(Fields budget, ActionBudget otherwise)
    {
        var read = new ActionBudget(
            (int)budget.Count("remediations", otherwise.Remediations, 1, 100_000),
            budget.Duration("per", otherwise.PerNanos, Second, Day));
        budget.Done();
        return read;
    }

    public static ListenSetup Default { get; } =
        new(new IPEndPoint(IPAddress.Loopback, 4319), new IPEndPoint(IPAddress.Loopback, 4317),
            new IPEndPoint(IPAddress.Loopback, 4318));

    public static IPEndPoint EndPoint(Fields fields, string key, IPEndPoint otherwise)
    {
        if (fields.Text(key, "") is not { Length: > 0 } text) return otherwise;
        if (IPEndPoint.TryParse(text.Replace("localhost", "127.0.0.1", StringComparison.Ordinal), out var point) && point.Port > 0) return point;
        fields.Wrong(key, text, "is no address", "ADDRESS:PORT, such as 127.0.0.1:4319");
        return otherwise;
    }

    private static ListenSetup Listen(Fields? listen)
    {
        if (listen is null) return Default;
        var setup = new ListenSetup(
            EndPoint(listen, "api", Default.Api), EndPoint(listen, "otlpGrpc", Default.OtlpGrpc), EndPoint(listen, "otlpHttp", Default.OtlpHttp));
        listen.Done();
        return setup;
    }

    private static GatewayDraft Gateway(Fields gateway)
    {
        var draft = new GatewayDraft(
            gateway.RequiredText("name"),
            EndPoint(gateway, "listen", new IPEndPoint(IPAddress.Loopback, 5100)),
            gateway.Duration("tryTimeout", 2 * Second, 10 * Millisecond, 10 * Minute),
            gateway.Share("retryBudget", 200, 0, 1000),
            gateway.Place);
        gateway.Done();
        return draft;
    }
}
