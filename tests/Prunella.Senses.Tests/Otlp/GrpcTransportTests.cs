using Grpc.Core;
using Grpc.Net.Client;

using Prunella.Senses.Otlp;

namespace Prunella.Senses.Tests.Otlp;

/// <summary>
/// OTLP over gRPC answers as the specification says, with the same bounds as over HTTP.
/// </summary>
public sealed class GrpcTransportTests
{
    private static readonly Marshaller<byte[]> Raw = new(bytes => bytes, bytes => bytes);

    [Fact]
    public async Task Metrics_are_taken()
    {
        await using var host = await OtlpHost.StartAsync();
        Assert.Empty(await CallAsync(host, HttpTransportTests.Metrics()));
        Assert.Equal(6, host.Sink.Latencies("instance/checkout/checkout-1"));
    }

    [Fact]
    public async Task Gzipped_metrics_are_taken()
    {
        await using var host = await OtlpHost.StartAsync();
        Assert.Equal("0", await GzippedAsync(host, HttpTransportTests.Gzip(HttpTransportTests.Metrics())));
        Assert.Equal(6, host.Sink.Latencies("instance/checkout/checkout-1"));
    }

    [Fact]
    public async Task What_is_not_gzip_is_an_invalid_argument()
    {
        await using var host = await OtlpHost.StartAsync();
        Assert.Equal("3", await GzippedAsync(host, [1, 2, 3]));
    }

    [Fact]
    public async Task A_body_that_inflates_too_far_is_resource_exhausted()
    {
        await using var host = await OtlpHost.StartAsync();
        Assert.Equal("8", await GzippedAsync(host, HttpTransportTests.Gzip(new byte[8_000_000])));
        Assert.Equal(1, host.Intake.Shed().Single(shed => shed.Reason == "too_large").Count);
    }

    [Fact]
    public async Task Traces_and_logs_are_taken()
    {
        await using var host = await OtlpHost.StartAsync();
        await CallAsync(host, Some.Spans(Some.Checkout, span => span.Bytes_(1, new byte[16]).Bytes_(2, new byte[8])
            .Fixed64(7, (ulong)HttpTransportTests.Now())), "trace.v1.TraceService");
        await CallAsync(host, Some.Logs(Some.Checkout, Some.Line(HttpTransportTests.Now(), 17, "failed")),
            "logs.v1.LogsService");
        Assert.Single(host.Sink.Spans);
        Assert.Equal("failed", Assert.Single(host.Sink.Lines).Body);
    }

    [Fact]
    public async Task A_warning_is_a_partial_success_with_nothing_rejected()
    {
        await using var host = await OtlpHost.StartAsync();
        var (rejected, message) = HttpTransportTests.Partial(await CallAsync(host, Some.Metrics([("host.name",
            "h1")])));
        Assert.Equal(0, rejected);
        Assert.Contains("service.name", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_body_is_an_invalid_argument() =>
        Assert.Equal(StatusCode.InvalidArgument, await FailureAsync(new OtlpOptions(), [0x0A, 0x7F]));

    [Fact]
    public async Task Without_the_token_it_is_unauthenticated() =>
        Assert.Equal(StatusCode.Unauthenticated, await FailureAsync(new OtlpOptions(), [], token: "wrong"));

    [Fact]
    public async Task A_body_too_large_is_resource_exhausted() => Assert.Equal(StatusCode.ResourceExhausted,
        await FailureAsync(new OtlpOptions { MaxBodyBytes = 4_096, MaxInflatedBytes = 8_192 }, new byte[5_000]));

    [Fact]
    public async Task Above_the_rate_is_unavailable_with_a_time_to_wait()
    {
        await using var host = await OtlpHost.StartAsync(new OtlpOptions { ItemsPerSecond = 1 });
        for (var i = 0; i < 3; i++) await CallAsync(host, HttpTransportTests.Metrics());
        var failure = await Assert.ThrowsAsync<RpcException>(() => CallAsync(host, HttpTransportTests.Metrics()));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        var details = failure.Trailers.GetValueBytes("grpc-status-details-bin");
        Assert.Contains("google.rpc.RetryInfo", System.Text.Encoding.UTF8.GetString(details!),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grpc_is_not_served_on_another_port()
    {
        await using var host = await OtlpHost.StartAsync();
        using var client = new HttpClient();
        using var content = new ByteArrayContent([]);
        var path = new Uri(host.Http, "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export");
        using var response = await client.PostAsync(path, content, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, response.StatusCode);
    }

    private static async Task<StatusCode> FailureAsync(OtlpOptions options, byte[] body, string token = "right")
    {
        await using var host = await OtlpHost.StartAsync(options);
        var failure = await Assert.ThrowsAsync<RpcException>(() => CallAsync(host, body, token: token));
        return failure.StatusCode;
    }

    private static async Task<byte[]> CallAsync(
        OtlpHost host, byte[] body, string service = "metrics.v1.MetricsService", string token = "right")
    {
        using var channel = GrpcChannel.ForAddress(host.Grpc, new GrpcChannelOptions { MaxSendMessageSize = null });
        var method = new Method<byte[], byte[]>(
            MethodType.Unary, "opentelemetry.proto.collector." + service, "Export", Raw, Raw);
        var headers = new Metadata { { "authorization", "Bearer " + token } };
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(
            method, null, new CallOptions(headers, cancellationToken: TestContext.Current.CancellationToken), body);
        return await call.ResponseAsync;
    }

    /// <summary>
    /// gRPC written by hand over HTTP/2: a compressed frame, and the status from wherever the
    /// answer has it.
    /// </summary>
    private static async Task<string> GzippedAsync(OtlpHost host, byte[] gzipped)
    {
        using var client = new HttpClient();
        var frame = new byte[gzipped.Length + 5];
        frame[0] = 1;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), gzipped.Length);
        gzipped.CopyTo(frame, 5);
        using var content = new ByteArrayContent(frame);
        content.Headers.ContentType = new("application/grpc");
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(host.Grpc, "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export"))
        {
            Content = content,
            Version = new Version(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Add("grpc-encoding", "gzip");
        request.Headers.Add("te", "trailers");
        request.Headers.Add("Authorization", "Bearer right");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return response.TrailingHeaders.TryGetValues("grpc-status", out var trailer)
            ? trailer.Single()
            : response.Headers.GetValues("grpc-status").Single();
    }
}
