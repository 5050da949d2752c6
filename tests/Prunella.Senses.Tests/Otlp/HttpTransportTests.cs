using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

using Prunella.Senses.Otlp;
using Prunella.Senses.Otlp.Wire;

namespace Prunella.Senses.Tests.Otlp;

/// <summary>
/// OTLP over HTTP answers as the specification says, in the request's own encoding.
/// </summary>
public sealed class HttpTransportTests
{
    private const string Protobuf = "application/x-protobuf";

    private static readonly HttpClient Client = new();

    [Theory]
    [InlineData(false, Protobuf)]
    [InlineData(true, Protobuf)]
    [InlineData(true, "application/x-protobuf; charset=utf-8")]
    public async Task Protobuf_is_taken_plain_and_gzipped(bool gzip, string type)
    {
        await using var host = await OtlpHost.StartAsync();
        var (status, answerType, body, _) = await PostAsync(host, "/v1/metrics", Metrics(), type, gzip);
        Assert.Equal((HttpStatusCode.OK, Protobuf, 0), (status, answerType, body.Length));
        Assert.Equal(6, host.Sink.Latencies("instance/checkout/checkout-1"));
    }

    [Fact]
    public async Task Json_is_taken_and_answered_in_json()
    {
        await using var host = await OtlpHost.StartAsync();
        var json = JsonTests.Metrics.Replace("1767225599000000000", (Now() - Some.Second).ToString(),
            StringComparison.Ordinal)
            .Replace("1767225600000000000", Now().ToString(), StringComparison.Ordinal);
        var (status, type, body, _) = await PostAsync(host, "/v1/metrics", Encoding.UTF8.GetBytes(json),
            "application/json", true);
        Assert.Equal((HttpStatusCode.OK, "application/json", "{}"), (status, type, Encoding.UTF8.GetString(body)));
        Assert.Equal(3, host.Sink.Latencies("instance/checkout/checkout-1"));
    }

    [Fact]
    public async Task Partial_success_says_how_many_and_why()
    {
        await using var host = await OtlpHost.StartAsync(new OtlpOptions { MaxStreamsPerInstance = 1 });
        var body = Some.Metrics(Some.Checkout, Some.Histogram("http.server.request.duration", "s", true,
            Some.Point(0, Now(), [1, 0], [1], ("http.route", "/a")), Some.Point(0, Now(), [1, 0], [1], ("http.route",
                "/b"))));
        var (status, _, answer, _) = await PostAsync(host, "/v1/metrics", body, Protobuf, false);
        Assert.Equal(HttpStatusCode.OK, status);
        var (rejected, message) = Partial(answer);
        Assert.Equal(1, rejected);
        Assert.Contains("limit of series per instance", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_body_is_400_with_a_status()
    {
        await using var host = await OtlpHost.StartAsync();
        var (status, type, body, _) = await PostAsync(host, "/v1/traces", [0x0A, 0x7F], Protobuf, false);
        Assert.Equal((HttpStatusCode.BadRequest, Protobuf), (status, type));
        Assert.Equal(3UL, StatusCode(body));
    }

    [Fact]
    public async Task A_body_that_is_not_gzip_is_400()
    {
        await using var host = await OtlpHost.StartAsync();
        using var content = new ByteArrayContent("no gzip at all"u8.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(host, "/v1/metrics", content, Protobuf)).Status);
    }

    [Fact]
    public async Task Too_large_is_413_before_and_after_inflation()
    {
        await using var host = await OtlpHost.StartAsync(
            new OtlpOptions { MaxBodyBytes = 4_096, MaxInflatedBytes = 8_192 });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge,
            (await PostAsync(host, "/v1/metrics", new byte[5_000], Protobuf, false)).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge,
            (await PostAsync(host, "/v1/metrics", new byte[10_000], Protobuf, true)).Status);
        Assert.Equal(2, host.Intake.Shed().Single(shed => shed.Reason == "too_large").Count);
    }

    [Fact]
    public async Task A_bomb_is_413_by_its_ratio()
    {
        await using var host = await OtlpHost.StartAsync();
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge,
            (await PostAsync(host, "/v1/metrics", new byte[8_000_000], Protobuf, true)).Status);
    }

    [Fact]
    public async Task Above_the_rate_is_429_with_a_time_to_wait()
    {
        await using var host = await OtlpHost.StartAsync(new OtlpOptions { ItemsPerSecond = 1 });
        for (var i = 0; i < 3; i++) await PostAsync(host, "/v1/metrics", Metrics(), Protobuf, false);
        var (status, _, body, headers) = await PostAsync(host, "/v1/metrics", Metrics(), Protobuf, false);
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.True(headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(14UL, StatusCode(body));
    }

    [Fact]
    public async Task Without_the_token_it_is_401()
    {
        await using var host = await OtlpHost.StartAsync();
        var (status, _, body, _) = await PostAsync(host, "/v1/metrics", Metrics(), Protobuf, false, "wrong");
        Assert.Equal((HttpStatusCode.Unauthorized, 16UL), (status, StatusCode(body)));
        Assert.Empty(host.Sink.Batches);
    }

    [Theory]
    [InlineData("text/plain", null)]
    [InlineData(Protobuf, "zstd")]
    public async Task Other_media_are_415(string type, string? coding)
    {
        await using var host = await OtlpHost.StartAsync();
        using var content = new ByteArrayContent(Metrics());
        if (coding is not null) content.Headers.ContentEncoding.Add(coding);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await SendAsync(host, "/v1/metrics", content, type)).Status);
    }

    [Fact]
    public async Task An_empty_request_is_a_success()
    {
        await using var host = await OtlpHost.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, "/v1/logs", [], Protobuf, false)).Status);
    }

    public static byte[] Metrics() => Some.Metrics(Some.Checkout, Some.Histogram("http.server.request.duration", "s",
        true,
        Some.Point(Now() - Some.Second, Now(), [1, 2, 3], [0.01, 0.1], ("http.response.status_code", "200"))));

    public static long Now() => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * 100;

    public static byte[] Gzip(byte[] body)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal)) gzip.Write(body);
        return target.ToArray();
    }

    public static (long Rejected, string Message) Partial(ReadOnlySpan<byte> answer)
    {
        var outer = new ProtoReader(answer);
        Assert.True(outer.Next());
        long rejected = 0;
        var message = "";
        var reader = new ProtoReader(outer.Bytes);
        while (reader.Next())
        {
            if (reader.Field == 1) rejected = (long)reader.Bits;
            else message = Encoding.UTF8.GetString(reader.Bytes);
        }
        return (rejected, message);
    }

    private static ulong StatusCode(byte[] body)
    {
        var reader = new ProtoReader(body);
        Assert.True(reader.Next());
        return reader.Bits;
    }

    private static async Task<(HttpStatusCode Status, string? Type, byte[] Body,
        HttpResponseHeaders Headers)> PostAsync(
        OtlpHost host, string path, byte[] body, string type, bool gzip, string token = "right")
    {
        using var content = new ByteArrayContent(gzip ? Gzip(body) : body);
        if (gzip) content.Headers.ContentEncoding.Add("gzip");
        return await SendAsync(host, path, content, type, token);
    }

    private static async Task<(HttpStatusCode Status, string? Type, byte[] Body,
        HttpResponseHeaders Headers)> SendAsync(
        OtlpHost host, string path, ByteArrayContent content, string type, string token = "right")
    {
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Http, path)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, response.Content.Headers.ContentType?.MediaType, answer, response.Headers);
    }
}
