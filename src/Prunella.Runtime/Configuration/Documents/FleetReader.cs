using System.Net;

using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Runtime.Configuration.Documents.Declared;

using static Prunella.Runtime.Configuration.Documents.Declared.FleetFields;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Reads the Fleet document: where the healer listens, its gateways, its own limits.</summary>
internal static class FleetReader
{
    public static ListenSetup Default { get; } =
        new(new IPEndPoint(IPAddress.Loopback, 4319), new IPEndPoint(IPAddress.Loopback, 4317),
            new IPEndPoint(IPAddress.Loopback, 4318));

    public static FleetDraft Read(string name, Fields spec)
    {
        var gateways = spec.Read(Gateways).Select(Gateway).ToArray();
        var limits = spec.Read(Limits);
        var rules = new FleetRules(
            new FleetId(name),
            (int)(limits?.Read(Concurrent) ?? Concurrent.Value),
            Budget.Read(limits?.Read(BudgetMap)),
            [.. gateways.Select(g => g.Name)])
        {
            FalsePagesPerWeek = (int)(limits?.Read(FalsePagesPerWeek) ?? FalsePagesPerWeek.Value),
            FullTierSeries = limits?.Has(FullTierSeries) == true ? (int)limits.Read(FullTierSeries) : null,
            FreezeWindows = limits is null ? null : FreezeWindowReader.Read(limits, FreezeWindows),
            Trust = spec.Has(FleetFields.Trust) ? spec.Read(FleetFields.Trust) : null,
        };
        var listen = spec.Read(FleetFields.Listen);
        var setup = Listens(listen);
        return new FleetDraft(rules, setup, gateways,
        [
            new(setup.Api, listen?.At(Api) ?? spec.Place),
            new(setup.OtlpGrpc, listen?.At(OtlpGrpc) ?? spec.Place),
            new(setup.OtlpHttp, listen?.At(OtlpHttp) ?? spec.Place),
            .. gateways.Select(g => new Placed<IPEndPoint>(g.Listen, g.Place)),
        ]);
    }

    private static IPEndPoint EndPoint(Fields fields, FormField field, IPEndPoint otherwise)
    {
        if (fields.Read(field) is not { Length: > 0 } text) return otherwise;
        if (IPEndPoint.TryParse(text.Replace("localhost", "127.0.0.1", StringComparison.Ordinal), out var point) && point.Port > 0) return point;
        fields.Wrong(field, text, "is no address", "ADDRESS:PORT, such as 127.0.0.1:4319");
        return otherwise;
    }

    private static ListenSetup Listens(Fields? listen) => listen is null
        ? Default
        : new ListenSetup(
            EndPoint(listen, Api, Default.Api), EndPoint(listen, OtlpGrpc, Default.OtlpGrpc),
            EndPoint(listen, OtlpHttp, Default.OtlpHttp));

    private static GatewayDraft Gateway(Fields gateway) => new(
        gateway.Read(GatewayName), EndPoint(gateway, GatewayListen, new IPEndPoint(IPAddress.Loopback, 5100)),
        gateway.Read(TryTimeout), gateway.Read(RetryBudget), gateway.Place);
}
