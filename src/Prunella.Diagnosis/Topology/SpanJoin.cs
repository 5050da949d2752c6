using Prunella.Contracts;

namespace Prunella.Diagnosis.Topology;

/// <summary>Makes edges of spans: a client span and the server span that names it as its parent, in whichever order they come.</summary>
/// <remarks>
/// Between the two may stand a proxy's own spans; a parent chain through services that are nobody's instance is followed by
/// the proxy's span being client and server at once. Both waiting rooms are bounded; whoever waited longest goes.
/// </remarks>
internal sealed class SpanJoin(CallGraph graph, int mostWaiting)
{
    private readonly Dictionary<(UInt128, ulong), SpanRecord> _clients = [];
    private readonly Queue<(UInt128, ulong)> _clientOrder = new();
    private readonly Dictionary<(UInt128, ulong), SpanRecord> _servers = [];
    private readonly Queue<(UInt128, ulong)> _serverOrder = new();

    /// <summary>Spans that left a waiting room without finding their other half.</summary>
    public long Unmatched { get; private set; }

    public void Add(in SpanRecord span)
    {
        switch (span.Side)
        {
            case SpanSide.Client or SpanSide.Producer:
                if (_servers.Remove((span.TraceId, span.SpanId), out var server)) Edge(span, server);
                else Wait(_clients, _clientOrder, (span.TraceId, span.SpanId), span);
                break;
            case SpanSide.Server or SpanSide.Consumer when span.ParentSpanId != 0:
                // Several servers may name one client (a retry): the client stays.
                if (_clients.TryGetValue((span.TraceId, span.ParentSpanId), out var client)) Edge(client, span);
                else Wait(_servers, _serverOrder, (span.TraceId, span.ParentSpanId), span);
                break;
        }
    }

    private void Edge(in SpanRecord client, in SpanRecord server)
    {
        if (client.Instance.Service == server.Instance.Service) return;
        graph.Saw(new DependencyId(client.Instance.Service, server.Instance.Service), client.StartUnixNanos, client.DurationNanos, client.Failed || server.Failed);
    }

    private void Wait(
        Dictionary<(UInt128, ulong), SpanRecord> room, Queue<(UInt128, ulong)> order, (UInt128, ulong) key, in SpanRecord span)
    {
        if (!room.TryAdd(key, span)) return;
        order.Enqueue(key);
        while (order.Count > mostWaiting)
        {
            if (room.Remove(order.Dequeue())) Unmatched++;
        }
    }
}
