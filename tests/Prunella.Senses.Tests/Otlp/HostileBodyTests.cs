using CsCheck;

using Prunella.Senses.Otlp;

namespace Prunella.Senses.Tests.Otlp;

/// <summary>
/// Nothing that a sender can send makes the intake throw, hang or take memory out of proportion.
/// </summary>
public sealed class HostileBodyTests
{
    private static readonly (OtlpSignal Signal, byte[] Body)[] Valid =
    [
        (OtlpSignal.Metrics, Some.Metrics(Some.Checkout,
            Some.Histogram("http.server.request.duration", "s", true,
                Some.Point(Some.Now - Some.Second, Some.Now, [1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 1], Some.Bounds,
                    ("http.route", "/pay"), ("http.response.status_code", "200"))),
            Some.Sum("dotnet.exceptions", true, false, Some.Number(Some.Now - Some.Second, Some.Now, 3, ("error.type",
                "X"))),
            metric => metric.Text(1, "http.client.request.duration").Message(10, data => data.Message(1, point => point
                .Fixed64(2, 1).Fixed64(3, (ulong)Some.Now).SInt(6, 4).Fixed64(7, 1)
                .Message(8, buckets => buckets.SInt(1, -30).PackedVarint(2, 1, 200, 3))
                .Message(1, pair => pair.Text(1, "service.peer.name").Message(2, any => any.Text(1, "payments"))))
                .Varint(2, 1)))),
        (OtlpSignal.Traces, Some.Spans(Some.Checkout, span => span.Bytes_(1, new byte[16]).Bytes_(2, new byte[8])
            .Text(5, "GET /pay").Varint(6, 2).Fixed64(7, (ulong)Some.Now).Fixed64(8, (ulong)Some.Now)
            .Message(9, pair => pair.Text(1, "list").Message(2, any => any.Message(5, list => list.Message(1, v =>
                v.Text(1, "x"))))))),
        (OtlpSignal.Logs, Some.Logs(Some.Checkout, Some.Line(Some.Now, 17, "token=abc failed"))),
    ];

    /// <summary>
    /// What an answer of this kind may allocate: the reader's own objects, and not more than a few
    /// times the body.
    /// </summary>
    private const long FixedBytes = 64 * 1024;

    [Fact]
    public void Every_truncation_is_answered()
    {
        foreach (var (signal, body) in Valid)
        {
            for (var length = 0; length < body.Length; length++) Answer(signal, OtlpEncoding.Protobuf, body[..length]);
        }
    }

    [Fact]
    public void Twenty_thousand_mutations_are_answered()
    {
        var mutation = Gen.Select(Gen.Int[0, 10_000], Gen.Byte, Gen.Int[0, 3]);
        Gen.Select(Gen.Int[0, Valid.Length - 1], mutation.Array[1, 8]).Sample((which, mutations) =>
        {
            var (signal, valid) = Valid[which];
            Answer(signal, OtlpEncoding.Protobuf, Mutate(valid, mutations));
        }, iter: 20_000, threads: 1);
    }

    [Fact]
    public void Random_bytes_are_answered() =>
        Gen.Select(Gen.Int[0, 2], Gen.Byte.Array[0, 200]).Sample((which, bytes) =>
            Answer(Valid[which].Signal, OtlpEncoding.Protobuf, bytes), iter: 5_000, threads: 1);

    [Fact]
    public void Mutated_json_is_answered()
    {
        var valid = System.Text.Encoding.UTF8.GetBytes(JsonTests.Metrics);
        Gen.Select(Gen.Int[0, 10_000], Gen.Byte, Gen.Int[0, 3]).Array[1, 6].Sample(mutations =>
            Answer(OtlpSignal.Metrics, OtlpEncoding.Json, Mutate(valid, mutations)), iter: 5_000, threads: 1);
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        var value = Wire.Message(any => any.Text(1, "x"));
        for (var i = 0; i < 1_000; i++)
        {
            var inner = value;
            value = Wire.Message(any => any.Message(5, list => list.Bytes_(1, inner)));
        }
        var body = Wire.Message(request => request.Message(1, perResource => perResource.Message(1, resource =>
            resource.Message(1, pair => pair.Text(1, "deep").Bytes_(2, value)))));
        Assert.Equal(OtlpOutcome.Malformed, Answer(OtlpSignal.Metrics, OtlpEncoding.Protobuf, body).Outcome);
    }

    [Fact]
    public void A_body_that_breaks_in_the_middle_moves_no_stream()
    {
        using var bench = new Bench();
        byte[] Body(long time, long count) => Some.Metrics(Some.Checkout,
            Some.Histogram("http.server.request.duration", "s", false,
            Some.Point(Some.Now - 3_600 * Some.Second, time, [0, count], [1])));
        bench.Metrics(Body(bench.Now, 100));
        var next = Body(bench.Tick(), 110);
        Assert.Equal(OtlpOutcome.Malformed, bench.Metrics([.. next, 0x0A, 0x7F]).Outcome);
        Assert.Equal(OtlpOutcome.Accepted, bench.Metrics(next).Outcome);
        Assert.Equal(10, bench.Sink.Latencies("instance/checkout/checkout-1"));
    }

    private static OtlpResult Answer(OtlpSignal signal, OtlpEncoding encoding, byte[] body)
    {
        using var bench = new Bench();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = bench.Intake.Export(signal, encoding, body, Bench.Sender, "");
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < FixedBytes + 64L * body.Length, $"{allocated} bytes for a body of {body.Length}");
        Assert.True(result.Outcome is OtlpOutcome.Accepted or OtlpOutcome.Malformed, result.ToString());
        return result;
    }

    private static byte[] Mutate(byte[] valid, (int Where, byte What, int How)[] mutations)
    {
        var bytes = valid.ToList();
        foreach (var (where, what, how) in mutations)
        {
            var at = bytes.Count == 0 ? 0 : where % bytes.Count;
            if (how == 1 && bytes.Count > 0) bytes.RemoveAt(at);
            else if (how == 2) bytes.Insert(at, what);
            else if (how == 3 && bytes.Count > 0) bytes[at] ^= (byte)(1 << (what % 8));
            else if (bytes.Count > 0) bytes[at] = what;
        }
        return [.. bytes];
    }
}
