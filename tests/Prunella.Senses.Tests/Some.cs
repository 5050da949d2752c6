namespace Prunella.Senses.Tests;

/// <summary>OTLP messages to test with.</summary>
internal static class Some
{
    /// <summary>Now, in all tests: 2026-01-01T00:00:00Z.</summary>
    public const long Now = 1_767_225_600_000_000_000;

    public const long Second = 1_000_000_000;

    public static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

    public static readonly (string, string)[] Checkout =
    [
        ("service.name", "checkout"), ("service.instance.id", "checkout-1"), ("host.name", "h1"),
        ("cloud.region", "local"), ("cloud.availability_zone", "z1"), ("service.version", "1.2"),
    ];

    public static byte[] Metrics(IEnumerable<(string, string)> resource, params IEnumerable<Action<Wire>> metrics) =>
        MetricsOf("test", resource, metrics);

    public static byte[] MetricsOf(
        string scope, IEnumerable<(string, string)> resource, params IEnumerable<Action<Wire>> metrics) =>
        Wire.Message(request => request.Message(1, perResource => perResource
            .Message(1, r => Attributes(r, 1, resource))
            .Message(2, perScope =>
            {
                perScope.Message(1, s => s.Text(1, scope));
                foreach (var metric in metrics) perScope.Message(2, metric);
            })));

    public static Action<Wire> Histogram(
        string name, string unit, bool delta, params IEnumerable<Action<Wire>> points) => metric => metric
        .Text(1, name).Text(3, unit).Message(9, data =>
        {
            foreach (var point in points) data.Message(1, point);
            data.Varint(2, delta ? 1UL : 2);
        });

    public static Action<Wire> Point(
        long start, long time, long[] counts, double[] bounds, params IEnumerable<(string, string)> attributes) =>
            point =>
        {
            point.Fixed64(2, (ulong)start).Fixed64(3, (ulong)time).Fixed64(4, (ulong)counts.Sum());
            point.PackedFixed64(6, counts).PackedDouble(7, bounds);
            Attributes(point, 9, attributes);
        };

    public static Action<Wire> Sum(string name, bool monotonic, bool delta, params IEnumerable<Action<Wire>> points) =>
        metric => metric.Text(1, name).Message(7, data =>
        {
            foreach (var point in points) data.Message(1, point);
            data.Varint(2, delta ? 1UL : 2).Varint(3, monotonic ? 1UL : 0);
        });

    public static Action<Wire> Gauge(string name, params IEnumerable<Action<Wire>> points) =>
        metric => metric.Text(1, name).Message(5, data =>
        {
            foreach (var point in points) data.Message(1, point);
        });

    public static Action<Wire> Number(
        long start, long time, double value, params IEnumerable<(string, string)> attributes) => point =>
        {
            point.Fixed64(2, (ulong)start).Fixed64(3, (ulong)time).Double(4, value);
            Attributes(point, 7, attributes);
        };

    public static byte[] Spans(IEnumerable<(string, string)> resource, params IEnumerable<Action<Wire>> spans) =>
        Wire.Message(request => request.Message(1, perResource => perResource
            .Message(1, r => Attributes(r, 1, resource))
            .Message(2, perScope =>
            {
                foreach (var span in spans) perScope.Message(2, span);
            })));

    public static byte[] Logs(IEnumerable<(string, string)> resource, params IEnumerable<Action<Wire>> lines) =>
        Spans(resource, lines);

    public static Action<Wire> Line(long time, int severity, string body, params IEnumerable<(string,
        string)> attributes) =>
        line =>
        {
            line.Fixed64(1, (ulong)time).Varint(2, (ulong)severity).Message(5, any => any.Text(1, body));
            Attributes(line, 6, attributes);
        };

    public static void Attributes(Wire target, int field, IEnumerable<(string Key, string Value)> attributes)
    {
        foreach (var (key, value) in attributes)
        {
            target.Message(field, pair => pair.Text(1, key).Message(2, any =>
            {
                if (long.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var number))
                    any.Varint(3, (ulong)number);
                else any.Text(1, value);
            }));
        }
    }
}
