using Grpc.Core;
using Grpc.Net.Client;

using Prunella.Contracts;
using Prunella.Senses.Otlp.Wire;

namespace Prunella.Senses.Probes;

/// <summary>Asks grpc.health.v1.Health/Check; only SERVING is well.</summary>
/// <remarks>
/// The two messages are written by hand: the request's field 1 is the service's name, the answer's
/// field 1 a status (1 = SERVING). Source: the public GRPC Health Checking Protocol.
/// </remarks>
internal sealed class GrpcHealthProbe(Uri address, string service) : IProbe
{
    private const ulong Serving = 1;

    private static readonly Marshaller<byte[]> Raw = new(bytes => bytes, bytes => bytes);

    private static readonly Method<byte[], byte[]> Check =
        new(MethodType.Unary, "grpc.health.v1.Health", "Check", Raw, Raw);

    public async Task<ProbeOutcome> AskAsync(CancellationToken cancellation)
    {
        using var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                ActivityHeadersPropagator = null,
            },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = 1_024,
            MaxRetryAttempts = 1,
            ThrowOperationCanceledOnCancellation = true,
        });
        try
        {
            using var call = channel.CreateCallInvoker().AsyncUnaryCall(
                Check, null, new CallOptions(cancellationToken: cancellation), Request());
            return StatusOf(await call.ResponseAsync) == Serving ? ProbeOutcome.Ok : ProbeOutcome.Unhealthy;
        }
        catch (RpcException e) when (e.Status.DebugException is { } cause && e.StatusCode == StatusCode.Unavailable)
        {
            return ProbeFailure.OutcomeOf(cause);
        }
        catch (RpcException)
        {
            // It answered, and did not say SERVING (also when it knows no health service).
            return ProbeOutcome.Unhealthy;
        }
    }

    private byte[] Request()
    {
        if (service.Length == 0) return [];
        using var buffer = new ProtoBuffer(256, 64 * 1024);
        buffer.Text(1, service);
        return buffer.Written.ToArray();
    }

    private static ulong StatusOf(byte[] response)
    {
        var status = 0UL;
        var reader = new ProtoReader(response);
        try
        {
            while (reader.Next())
            {
                if (reader.Field == 1 && reader.Type == WireType.Varint) status = reader.Bits;
            }
        }
        catch (MalformedTelemetryException)
        {
            return 0;
        }
        return status;
    }
}
