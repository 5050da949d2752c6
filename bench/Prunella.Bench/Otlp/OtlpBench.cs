using System.Globalization;

namespace Prunella.Bench.Otlp;

/// <summary>Data points decoded, and decoded and judged, per second and core.</summary>
/// <remarks>
/// Every instance exports once a second, as in the demo; perception judges four times a second. The same bodies go
/// through the intake alone and through the intake into perception (detection, diagnosis, the picture for
/// views). Writing the bodies is not measured.
/// </remarks>
internal static class OtlpBench
{
    public static void Run(BenchOptions options)
    {
        Case[] cases =
        [
            new(options.Of(10, 3), options.Of(400, 2)),
            new(options.Of(200, 6), options.Of(20, 2)),
        ];
        for (var round = -1; round < options.Rounds; round++)
        {
            foreach (var one in cases) one.Round(round);
        }
        foreach (var one in cases)
        {
            one.Print();
            one.Dispose();
        }
    }

    private sealed class Case : IDisposable
    {
        private readonly ShopSender[] _senders;
        private readonly int _seconds;
        private readonly ManualTime _time = new();
        private readonly CountingSink _counted = new();
        private readonly HandTurnedPerception _perception;
        private readonly Receiver _decoding;
        private readonly Receiver _judging;
        private readonly Measured _decode;
        private readonly Measured _decodeBytes;
        private readonly Measured _both;
        private readonly Measured _bothBytes;
        private readonly Measured _tick;
        private long _points;
        private long _bodyBytes;

        public Case(int instances, int seconds)
        {
            _seconds = seconds;
            _perception = new HandTurnedPerception(_time);
            _decoding = new Receiver(_time, _counted);
            _judging = new Receiver(_time, _perception.Sink);
            _senders = [.. Enumerable.Range(0, instances).Select(i => new ShopSender("shop-" + i / 10, "shop-" + i, i))];
            var name = string.Create(CultureInfo.InvariantCulture, $"{instances} instances");
            _decode = new(name + ": decoded", "points/s and core");
            _decodeBytes = new(name + ": decoded, allocated", "bytes/point");
            _both = new(name + ": decoded and judged", "points/s and core");
            _bothBytes = new(name + ": decoded and judged, allocated", "bytes/point");
            _tick = new(name + ": a tick of judgement", "us");
        }

        public void Round(int round)
        {
            var began = _time.Now;
            var bodies = Enumerable.Range(1, _seconds)
                .Select(s => _senders.Select(sender => sender.Export(began + s * ManualTime.Second)).ToArray())
                .ToArray();
            var points = (double)_seconds * _senders.Length * ShopInstruments.Points;
            // Who begins alternates.
            var decode = round % 2 == 0 ? Decode(began, bodies) : default;
            var (both, tick) = Judge(began, bodies);
            if (round % 2 != 0) decode = Decode(began, bodies);
            if (round < 0) return;
            _points += (long)points;
            _bodyBytes += bodies.Sum(second => second.Sum(b => (long)b.Length));
            _decode.Add(points / decode.CpuNanos * 1e9);
            _decodeBytes.Add(decode.Bytes / points);
            _both.Add(points / both.CpuNanos * 1e9);
            _bothBytes.Add(both.Bytes / points);
            _tick.Add(tick.CpuNanos / _seconds / 4 / 1000);
        }

        public void Print()
        {
            _decode.Print();
            _decodeBytes.Print();
            _both.Print();
            _bothBytes.Print();
            _tick.Print();
            Measured.Counted(_points, string.Create(CultureInfo.InvariantCulture, $"points of {_bodyBytes / _points} bytes"));
            Measured.Counted(_counted.Samples, "samples came out of them (warm-up counted)");
            Measured.Counted(_perception.Picture.Readings.Count, "readings stand in the picture");
            if (_perception.Picture.Shed.Count > 0) throw new InvalidOperationException("Perception shed: the figures are too good.");
        }

        public void Dispose()
        {
            _decoding.Dispose();
            _judging.Dispose();
            _perception.Dispose();
        }

        private Cost Decode(long began, byte[][][] bodies)
        {
            var cost = default(Cost);
            for (var second = 0; second < bodies.Length; second++)
            {
                _time.Now = began + (second + 1) * ManualTime.Second;
                var all = bodies[second];
                cost += Cost.Of(() => Take(_decoding, all));
            }
            return cost;
        }

        private (Cost Both, Cost Tick) Judge(long began, byte[][][] bodies)
        {
            var (both, ticks) = (default(Cost), default(Cost));
            for (var second = 0; second < bodies.Length; second++)
            {
                for (var quarter = 1; quarter <= 4; quarter++)
                {
                    _time.Now = began + second * ManualTime.Second + quarter * ManualTime.Second / 4;
                    // A second's exports come with its last tick: nobody sends ahead of his clock.
                    var all = quarter == 4 ? bodies[second] : [];
                    var take = Cost.Of(() =>
                    {
                        // Perception runs beside the intake and takes out what is queued before the queue is full.
                        for (var i = 0; i < all.Length; i += 100)
                        {
                            Take(_judging, all.AsSpan(i, Math.Min(100, all.Length - i)));
                            _perception.TakeIn();
                        }
                    });
                    var tick = Cost.Of(_perception.Tick);
                    both += take + tick;
                    ticks += tick;
                }
            }
            return (both, ticks);
        }

        private static void Take(Receiver receiver, ReadOnlySpan<byte[]> bodies)
        {
            foreach (var body in bodies) receiver.Take(body);
        }
    }
}
