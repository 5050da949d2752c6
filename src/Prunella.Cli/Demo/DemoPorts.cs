using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Prunella.Cli.Demo;

/// <summary>The ports of a demo: the documents' defaults, or free ones where those are taken.</summary>
internal static class DemoPorts
{
    /// <summary>Variable in samples/Shop/policies and its default there.</summary>
    private static readonly (string Variable, int Default)[] Wanted =
    [
        ("PRUNELLA_API_PORT", 4319), ("PRUNELLA_OTLP_GRPC_PORT", 4317), ("PRUNELLA_OTLP_HTTP_PORT", 4318),
        ("SHOP_PORT_GATEWAY", 5100), ("SHOP_PORT_STOREFRONT_1", 5101), ("SHOP_PORT_CATALOG_1", 5106),
        ("SHOP_PORT_CHECKOUT_1", 5111), ("SHOP_PORT_CHECKOUT_2", 5112), ("SHOP_PORT_CHECKOUT_3", 5113),
        ("SHOP_PORT_PAYMENTS_1", 5121), ("SHOP_PORT_PAYMENTS_2", 5122),
    ];

    public static IReadOnlyDictionary<string, string> Choose()
    {
        var chosen = new SortedDictionary<string, string>(StringComparer.Ordinal);
        // Kept open until all are chosen, so that no free port is handed out twice.
        var held = new List<TcpListener>();
        try
        {
            foreach (var (variable, port) in Wanted)
            {
                var listener = Listen(port) ?? Listen(0) ?? throw new CommandFailedException(
                    ExitCode.Unreachable, "no free port on 127.0.0.1.", "end what holds them");
                held.Add(listener);
                chosen[variable] = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
            }
        }
        finally
        {
            foreach (var listener in held) listener.Stop();
        }
        return chosen;
    }

    private static TcpListener? Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }
}
