using System.Net;
using System.Net.NetworkInformation;

using Prunella.Runtime.Configuration;

namespace Prunella.Server.Metrics;

/// <summary>Whether the healer sends its own metrics over OTLP, by the standard environment variables.</summary>
/// <remarks>
/// The healer never sends to itself: it would count its own metrics as telemetry that it does not know, and show up
/// as a service of the fleet that it heals. A shell in which the variable is set for the services
/// is the ordinary way to get there, so it is told and the healer starts. Names are not looked up in the network:
/// an alias of this machine that only DNS knows is not recognised.
/// </remarks>
/// <param name="Endpoint">Where to, without path and credentials; null for nowhere.</param>
/// <param name="Problem">Why nowhere although it was asked for, or empty.</param>
internal sealed record OtlpTarget(Uri? Endpoint, string Problem)
{
    public const string Everything = "OTEL_EXPORTER_OTLP_ENDPOINT";
    public const string OnlyMetrics = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    public const string Disabled = "OTEL_SDK_DISABLED";

    private const string Instead = "The healer's own metrics are not sent; /metrics has them.";

    /// <summary>Decides.</summary>
    /// <param name="environment">Gives a variable's value, or null.</param>
    /// <param name="listen">Where the healer itself takes telemetry.</param>
    /// <param name="ours">This machine's addresses.</param>
    public static OtlpTarget Choose(
        Func<string, string?> environment, ListenSetup listen, Func<IReadOnlyCollection<IPAddress>> ours)
    {
        // The variable for one signal goes before the one for all; an empty one counts as not set.
        var name = string.IsNullOrWhiteSpace(environment(OnlyMetrics)) ? Everything : OnlyMetrics;
        var value = environment(name);
        if (string.IsNullOrWhiteSpace(value) || IsTrue(environment(Disabled))) return new OtlpTarget(null, "");
        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return new OtlpTarget(null, $"{name} is no address like http://127.0.0.1:14317. {Instead}");
        var shown = new UriBuilder(uri.Scheme, uri.Host, uri.Port).Uri;
        return Leads(uri, listen.OtlpGrpc, ours) || Leads(uri, listen.OtlpHttp, ours)
            ? new OtlpTarget(null,
                $"{name} is {shown}, where this healer itself takes telemetry: it sends nothing to itself. Name a collector, or take the variable out of the healer's environment. {Instead}")
            : new OtlpTarget(shown, "");
    }

    /// <summary>The addresses of this machine's interfaces.</summary>
    public static IReadOnlyCollection<IPAddress> AddressesOfThisMachine() =>
        [.. NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address)];

    private static bool IsTrue(string? value) => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    private static bool Leads(Uri uri, IPEndPoint listener, Func<IReadOnlyCollection<IPAddress>> ours)
    {
        if (uri.Port != listener.Port) return false;
        var address = listener.Address;
        var takesAll = address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
        if (IPAddress.TryParse(uri.DnsSafeHost, out var literal))
            return literal.Equals(address) || takesAll && (IPAddress.IsLoopback(literal) || ours().Contains(literal));
        if (string.Equals(uri.DnsSafeHost, "localhost", StringComparison.OrdinalIgnoreCase))
            return takesAll || IPAddress.IsLoopback(address);
        // The machine's own name leads to loopback on some systems and to an interface on others.
        return string.Equals(uri.DnsSafeHost.Split('.')[0], Environment.MachineName.Split('.')[0],
            StringComparison.OrdinalIgnoreCase);
    }
}
