using Prunella.Contracts;
using Prunella.Senses.Otlp;
using Prunella.Senses.Otlp.Logs;

namespace Prunella.Senses.Tests.Otlp;

/// <summary>
/// Spans keep what edges need; log lines keep their severity and lose their secrets.
/// </summary>
public sealed class SpanAndLogTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_span_keeps_its_sides_route_peer_and_failure()
    {
        var id = Enumerable.Range(1, 16).Select(i => (byte)i).ToArray();
        _bench.Export(OtlpSignal.Traces, Some.Spans(Some.Checkout, span =>
        {
            span.Bytes_(1, id).Bytes_(2, id.AsSpan(0, 8)).Bytes_(4, id.AsSpan(8)).Text(5,
                "GET /orders/4711").Varint(6, 3)
                .Fixed64(7, (ulong)Some.Now).Fixed64(8, (ulong)(Some.Now + Some.Second));
            Some.Attributes(span, 9, [("http.route", "/orders/{id}"), ("peer.service", "payments"), ("error.type",
                "timeout")]);
        }));
        var span = Assert.Single(_bench.Sink.Spans);
        Assert.Equal(("/orders/{id}", "payments", SpanSide.Client, true), (span.Operation, span.Peer, span.Side,
            span.Failed));
        Assert.Equal((0x0102030405060708UL, 0x090A0B0C0D0E0F10UL), (span.SpanId, span.ParentSpanId));
        Assert.Equal(Some.Second, span.DurationNanos);
    }

    [Fact]
    public void A_span_without_ids_is_refused_and_the_rest_taken()
    {
        var result = _bench.Export(OtlpSignal.Traces, Some.Spans(Some.Checkout,
            span => span.Text(5, "no ids"),
            span => span.Bytes_(1, new byte[16]).Bytes_(2, new byte[8]).Fixed64(7, (ulong)Some.Now)));
        Assert.Equal(1, result.Rejected);
        Assert.Equal(0, Assert.Single(_bench.Sink.Spans).DurationNanos);
    }

    [Theory]
    [InlineData(1, LogSeverity.Debug)]
    [InlineData(9, LogSeverity.Information)]
    [InlineData(0, LogSeverity.Information)]
    [InlineData(13, LogSeverity.Warning)]
    [InlineData(17, LogSeverity.Error)]
    [InlineData(21, LogSeverity.Fatal)]
    public void Severities_are_mapped(int number, LogSeverity severity)
    {
        _bench.Export(OtlpSignal.Logs, Some.Logs(Some.Checkout, Some.Line(Some.Now, number, "it happened")));
        var line = Assert.Single(_bench.Sink.Lines);
        Assert.Equal(severity, line.Severity);
        Assert.Equal(severity < LogSeverity.Warning ? "" : "it happened", line.Body);
    }

    [Fact]
    public void An_exception_is_told_behind_the_text()
    {
        _bench.Export(OtlpSignal.Logs, Some.Logs(Some.Checkout,
            Some.Line(Some.Now, 17, "failed", ("exception.type", "IOException"), ("exception.message", "disk"))));
        Assert.Equal("failed [IOException: disk]", Assert.Single(_bench.Sink.Lines).Body);
    }

    [Theory]
    [InlineData("Authorization: Bearer abc.def-ghi_123", "abc.def")]
    [InlineData("password=hunter2 user=ada", "hunter2")]
    [InlineData("{\"apiKey\": \"sk live 99\"}", "sk live 99")]
    [InlineData("connect postgres://ada:hunter2@db/shop", "hunter2")]
    [InlineData("mail to ada@example.org failed", "ada@example.org")]
    [InlineData("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "eyJhbGci")]
    [InlineData("key 0123456789abcdef0123456789abcdef", "0123456789abcdef")]
    [InlineData("blob QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo0MTIz", "QUJDREVG")]
    public void Secrets_do_not_pass(string text, string secret)
    {
        var redacted = Redaction.Of(text);
        Assert.DoesNotContain(secret, redacted, StringComparison.Ordinal);
        Assert.Contains("[redacted]", redacted, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_across_the_cut_does_not_pass() =>
        Assert.DoesNotContain("a1b2", Redaction.Of(new string('A',
            2_030) + "9 " + string.Concat(Enumerable.Repeat("a1b2", 20))), StringComparison.Ordinal);

    [Fact]
    public void A_line_stays_one_line_of_at_most_512_characters()
    {
        var line = Redaction.Of(string.Concat(Enumerable.Repeat("two\r\nlines ", 100)));
        Assert.Equal(512, line.Length);
        Assert.DoesNotContain('\n', line);
    }
}
