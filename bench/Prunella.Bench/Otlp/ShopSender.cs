using System.Globalization;

namespace Prunella.Bench.Otlp;

/// <summary>One instance of the shop as a sender: its counts go on from export to export, by a seed.</summary>
internal sealed class ShopSender(string service, string name, int seed)
{
    private const int RequestsPerSecond = 40;
    private static readonly double[] s_bounds = [.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10];
    private readonly Random _chance = new(seed);
    private readonly Dictionary<(string, string), Histogram> _histograms = [];
    private readonly Dictionary<(string, string), long> _counts = [];

    private sealed class Histogram
    {
        public long[] Counts { get; } = new long[s_bounds.Length + 1];

        public double Sum { get; set; }

        public double Least { get; set; } = double.MaxValue;

        public double Most { get; set; }
    }

    /// <summary>The export of the second that ends at a time.</summary>
    public byte[] Export(long at) => WireWriter.Message(request => request.Message(1, resource =>
    {
        resource.Message(1, WriteResource);
        foreach (var (scope, instruments) in ShopInstruments.Scopes)
        {
            resource.Message(2, writer =>
            {
                writer.Message(1, s => s.Text(1, scope).Text(2, ""));
                foreach (var instrument in instruments) writer.Message(2, m => WriteMetric(m, instrument, at));
            });
        }
    }));

    private void WriteResource(WireWriter resource) => resource
        .Attribute(1, "cloud.region", "local")
        .Attribute(1, "cloud.availability_zone", "z" + (1 + seed % 2))
        .Attribute(1, "service.name", service)
        .Attribute(1, "service.version", "1.0.0")
        .Attribute(1, "service.instance.id", name)
        .Attribute(1, "telemetry.sdk.name", "opentelemetry")
        .Attribute(1, "telemetry.sdk.language", "dotnet")
        .Attribute(1, "telemetry.sdk.version", "1.20.1");

    private void WriteMetric(WireWriter metric, Instrument instrument, long at)
    {
        metric.Text(1, instrument.Name).Text(2, "What it is in a sentence of the library's author.");
        metric.Text(3, instrument.Unit).Message(instrument.Form == Form.Durations ? 9 : 7, data =>
        {
            foreach (var attributes in instrument.Points)
            {
                data.Message(1, point =>
                {
                    point.Fixed(2, ManualTime.Start).Fixed(3, at);
                    WriteAttributes(point, attributes, instrument.Form == Form.Durations ? 9 : 7);
                    WriteValue(point, instrument, attributes);
                });
            }
            data.Varint(2, 2);
            if (instrument.Form is Form.Count or Form.Seconds) data.Varint(3, 1);
        });
    }

    private void WriteValue(WireWriter point, Instrument instrument, string attributes)
    {
        var key = (instrument.Name, attributes);
        if (instrument.Form == Form.Durations)
        {
            WriteHistogram(point, key);
            return;
        }
        var rise = _chance.Next(1, 20);
        var value = _counts[key] = instrument.Form == Form.Level ? 100 + rise : _counts.GetValueOrDefault(key) + rise;
        if (instrument.Form == Form.Seconds) point.Double(4, value / 1000.0);
        else point.Fixed(6, value);
    }

    private void WriteHistogram(WireWriter point, (string Name, string Attributes) key)
    {
        if (!_histograms.TryGetValue(key, out var histogram)) _histograms[key] = histogram = new Histogram();
        // One request in two hundred fails; the rest takes 20 ms in the middle, spread as services' answers are.
        var requests = key.Attributes.StartsWith("error", StringComparison.Ordinal)
            ? _chance.Next(200 / RequestsPerSecond) == 0 ? 1 : 0
            : RequestsPerSecond;
        for (var i = 0; i < requests; i++)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - _chance.NextDouble())) * Math.Cos(Math.Tau * _chance.NextDouble());
            var seconds = 0.02 * Math.Exp(0.5 * normal);
            var bucket = Array.FindIndex(s_bounds, b => seconds <= b);
            histogram.Counts[bucket >= 0 ? bucket : s_bounds.Length]++;
            histogram.Sum += seconds;
            histogram.Least = Math.Min(histogram.Least, seconds);
            histogram.Most = Math.Max(histogram.Most, seconds);
        }
        point.Fixed(4, histogram.Counts.Sum()).Double(5, histogram.Sum);
        point.Double(11, histogram.Least).Double(12, histogram.Most).Packed(6, histogram.Counts);
        point.Packed(7, [.. s_bounds.Select(BitConverter.DoubleToInt64Bits)]);
    }

    private static void WriteAttributes(WireWriter point, string attributes, int field)
    {
        foreach (var pair in attributes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            // Ports and status codes are numbers on the wire, error types are not.
            var isNumber = long.TryParse(parts[1], CultureInfo.InvariantCulture, out var number) && parts[0] != "error.type"
                && parts[0] != "network.protocol.version";
            if (isNumber) point.Attribute(field, parts[0], number);
            else point.Attribute(field, parts[0], parts[1]);
        }
    }
}
