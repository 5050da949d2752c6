using System.Buffers;

using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Grpc.Net.Compression;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Prunella.Senses.Otlp.Transport;

/// <summary>OTLP over gRPC: three unary methods whose messages our own reader reads.</summary>
internal sealed class OtlpGrpcService(OtlpIntake intake)
{
    public Task<byte[]> ExportAsync(OtlpSignal signal, GrpcPayload request, ServerCallContext call)
    {
        using (request)
        {
            var http = call.GetHttpContext();
            var sender = http.Features.Get<SenderCredential>()!;
            var result = intake.Export(signal, OtlpEncoding.Protobuf, request.Bytes, sender,
                http.Connection.RemoteIpAddress?.ToString() ?? "");
            if (result.Outcome == OtlpOutcome.Accepted)
                return Task.FromResult(OtlpAnswer.Write(signal, OtlpEncoding.Protobuf, result));
            throw GrpcRefusal.Of(result);
        }
    }
}

/// <summary>
/// Turns a refusal into gRPC's form: status, words, and a google.rpc.Status with RetryInfo beside
/// them.
/// </summary>
internal static class GrpcRefusal
{
    public static RpcException Of(OtlpResult result)
    {
        var code = OtlpAnswer.GrpcCode(result.Outcome);
        var trailers = new Metadata
        {
            { "grpc-status-details-bin", OtlpAnswer.ProtoStatus(code, result.Message, result.RetryAfter) },
        };
        return new RpcException(new Status((StatusCode)code, result.Message), trailers);
    }
}

/// <summary>A gRPC message in a rented array.</summary>
internal sealed class GrpcPayload : IDisposable
{
    private byte[] _bytes;
    private readonly int _length;

    private GrpcPayload(byte[] bytes, int length) => (_bytes, _length) = (bytes, length);

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public static GrpcPayload Of(DeserializationContext context)
    {
        var payload = context.PayloadAsReadOnlySequence();
        var length = checked((int)payload.Length);
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Max(1, length));
        payload.CopyTo(bytes);
        return new GrpcPayload(bytes, length);
    }

    public void Dispose()
    {
        if (_bytes.Length == 0) return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }
}

/// <summary>
/// Binds the methods by hand, since no code is generated from OTLP's definitions.
/// </summary>
internal sealed class OtlpGrpcMethods : IServiceMethodProvider<OtlpGrpcService>
{
    private static readonly Marshaller<GrpcPayload> Request = new(
        (_, _) => throw new InvalidOperationException("This side only reads requests."), GrpcPayload.Of);

    private static readonly Marshaller<byte[]> Response = new(bytes => bytes, bytes => bytes);

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<OtlpGrpcService> context)
    {
        Add(context, OtlpSignal.Metrics, "opentelemetry.proto.collector.metrics.v1.MetricsService");
        Add(context, OtlpSignal.Traces, "opentelemetry.proto.collector.trace.v1.TraceService");
        Add(context, OtlpSignal.Logs, "opentelemetry.proto.collector.logs.v1.LogsService");
    }

    private static void Add(ServiceMethodProviderContext<OtlpGrpcService> context, OtlpSignal signal, string service)
    {
        var method = new Method<GrpcPayload, byte[]>(MethodType.Unary, service, "Export", Request, Response);
        context.AddUnaryMethod(method, [], (it, request, call) => it.ExportAsync(signal, request, call));
    }
}

/// <summary>gRPC's gzip within the same bounds as HTTP's.</summary>
internal sealed class BoundedGrpcGzip(OtlpOptions options, Admission admission, Func<OtlpIntake> intake)
    : ICompressionProvider
{
    public string EncodingName => "gzip";

    public Stream CreateCompressionStream(Stream stream, System.IO.Compression.CompressionLevel? compressionLevel) =>
        new System.IO.Compression.GZipStream(
            stream, compressionLevel ?? System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true);

    public Stream CreateDecompressionStream(Stream stream) =>
        new BoundedGzip(stream, options, admission, result => GrpcRefusal.Of(intake().Counted(result)));
}

/// <summary>
/// What arrives over gRPC, bounded in our words: the server's own bound would end as an unknown
/// error.
/// </summary>
internal sealed class ArrivingBody(Stream source, OtlpIntake intake, Admission admission) : ForwardStream
{
    /// <summary>gRPC's frame before a message: a flag and four bytes of length.</summary>
    private const int FrameBytes = 5;

    private long _held;

    public override int Read(Span<byte> buffer) => Count(source.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer,
        CancellationToken cancellationToken = default) =>
        Count(await source.ReadAsync(buffer, cancellationToken));

    protected override void Dispose(bool disposing)
    {
        if (disposing) admission.Release(_held);
        _held = 0;
        base.Dispose(disposing);
    }

    private int Count(int read)
    {
        if (_held + read > intake.Options.MaxBodyBytes + FrameBytes)
            throw GrpcRefusal.Of(intake.Counted(BodyBounds.TooLarge(intake.Options)));
        if (!admission.TryHold(read)) throw GrpcRefusal.Of(intake.Counted(BodyBounds.Full));
        _held += read;
        return read;
    }
}

/// <summary>
/// Stands before the gRPC handler: credential, port and admission are decided before a body is
/// read.
/// </summary>
internal sealed class OtlpGrpcDoor(OtlpIntake intake, Admission admission)
{
    public async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        var header = context.Request.Headers.TryGetValue("Authorization", out var values) ? values.ToString() : null;
        var sender = intake.Authenticate(header);
        if (sender is null)
        {
            Refuse(context, OtlpOutcome.Unauthenticated, "a bearer token is needed: set OTEL_EXPORTER_OTLP_HEADERS");
            return;
        }
        if (!admission.TryEnter())
        {
            Refuse(context, OtlpOutcome.Overloaded, intake.Counted(BodyBounds.Full).Message);
            return;
        }
        try
        {
            context.Features.Set(sender);
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
                size.MaxRequestBodySize = null;
            await using var arriving = new ArrivingBody(context.Request.Body, intake, admission);
            context.Request.Body = arriving;
            await next(context);
        }
        finally
        {
            admission.Leave();
        }
    }

    /// <summary>An answer that is only headers, as gRPC allows for failures.</summary>
    private static void Refuse(HttpContext context, OtlpOutcome outcome, string message)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] =
            OtlpAnswer.GrpcCode(outcome).ToString(System.Globalization.CultureInfo.InvariantCulture);
        context.Response.Headers["grpc-message"] = Uri.EscapeDataString(message);
        if (outcome != OtlpOutcome.Overloaded) return;
        var details = OtlpAnswer.ProtoStatus(OtlpAnswer.GrpcCode(outcome), message, TimeSpan.FromSeconds(1));
        context.Response.Headers["grpc-status-details-bin"] = Convert.ToBase64String(details).TrimEnd('=');
    }
}
