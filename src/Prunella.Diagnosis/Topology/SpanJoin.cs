using Prunella.Contracts;

namespace Prunella.Diagnosis.Topology;

/// <summary>
/// Makes calls of spans: a client span and the server span that names it as its parent, or a client
/// span's own word.
/// </summary>
/// <remarks>
/// Intuition: two halves of a torn note. The caller holds the client span, the callee a server span
/// whose parent is the client's id; put side by side they say who called whom. Whichever comes
/// first waits for the other, so the order of arrival decides nothing. A client that has found a
/// child goes on waiting, because a proxy's retry makes a second one: each child is a call. A
/// client whose peer is a service of the fleet is a call by its own word, at once; a child of that
/// same service then adds nothing. Both waiting rooms are bounded: whoever waited longest goes, and
/// is counted when it never found anybody.
/// </remarks>
internal sealed class SpanJoin(CallGraph graph, Func<string, ServiceId?> known, int mostWaiting)
{
    /// <summary>Children kept per parent that has not come: more than a proxy tries.</summary>
    private const int MostChildren = 8;

    private readonly WaitingRoom<Client> _clients = new(mostWaiting);
    private readonly WaitingRoom<List<SpanRecord>> _children = new(mostWaiting);

    private sealed class Client(SpanRecord span, ServiceId? peer)
    {
        public readonly SpanRecord Span = span;
        public readonly ServiceId? Peer = peer;
        public bool Found = peer is not null;
    }

    /// <summary>Spans that left without their other half.</summary>
    public long Unmatched { get; private set; }

    public void Add(in SpanRecord span)
    {
        switch (span.Side)
        {
            case SpanSide.Client or SpanSide.Producer: AddClient(span); break;
            case SpanSide.Server or SpanSide.Consumer when span.ParentSpanId != 0: AddChild(span); break;
        }
    }

    private void AddClient(in SpanRecord span)
    {
        var key = (span.TraceId, span.SpanId);
        // The same span again (a sender repeats what was not acknowledged) is not another call.
        if (_clients.TryGet(key, out _)) return;
        var client = new Client(span, span.Peer is { Length: > 0 } peer ? known(peer) : null);
        if (client.Peer is { } callee) Count(span, callee, span.Failed);
        if (_children.Take(key, out var children))
        {
            foreach (var child in children) Meet(client, child);
        }
        if (_clients.Add(key, client, out var gone) && !gone.Found) Unmatched++;
    }

    private void AddChild(in SpanRecord span)
    {
        var key = (span.TraceId, span.ParentSpanId);
        if (_clients.TryGet(key, out var client))
        {
            Meet(client, span);
            return;
        }
        if (_children.TryGet(key, out var waiting))
        {
            if (waiting.Count < MostChildren) waiting.Add(span);
            else Unmatched++;
            return;
        }
        if (_children.Add(key, [span], out var gone)) Unmatched += gone.Count;
    }

    private void Meet(Client client, in SpanRecord child)
    {
        client.Found = true;
        var callee = child.Instance.Service;
        if (client.Peer != callee) Count(client.Span, callee, client.Span.Failed || child.Failed);
    }

    private void Count(in SpanRecord client, ServiceId callee, bool failed)
    {
        var caller = client.Instance.Service;
        if (caller == callee) return;
        graph.Saw(new DependencyId(caller, callee), client.StartUnixNanos, client.DurationNanos, failed);
    }
}
