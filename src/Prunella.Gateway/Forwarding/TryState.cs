using Prunella.Gateway.Routing;

namespace Prunella.Gateway.Forwarding;

/// <summary>What is known of the tries of one request; one per request, seen by the transformer as
/// a feature.</summary>
internal sealed class TryState(Cluster cluster, MonotonicClock clock)
{
    private bool _isSecond;

    /// <summary>Where the try under way goes.</summary>
    public int Current { get; set; } = -1;

    /// <summary>The request may be sent twice: its method or its key says so, and its body is at
    /// hand.</summary>
    public bool IsRepeatable { get; set; }

    /// <summary>Where the second try goes; -1 while there is none.</summary>
    public int Next { get; private set; } = -1;

    /// <summary>The answer was not passed on, because it will be tried elsewhere.</summary>
    public bool IsSwallowed { get; private set; }

    /// <summary>Status of the answer that was not passed on.</summary>
    public int SwallowedStatus { get; private set; }

    /// <summary>True when a second try may be made; it is then paid for. An answer is swallowed
    /// only after that.</summary>
    public bool TakeRetry()
    {
        if (_isSecond || Next >= 0) return false;
        Next = cluster.PickRetry(Current, clock.Nanos);
        return Next >= 0;
    }

    /// <summary>Swallows an answer that another instance may give better.</summary>
    public bool TrySwallow(int status)
    {
        if (!IsRepeatable || status is not (502 or 503 or 504) || !TakeRetry()) return false;
        (IsSwallowed, SwallowedStatus) = (true, status);
        return true;
    }

    /// <summary>Moves to the second try.</summary>
    public void MoveOn()
    {
        (_isSecond, Current, Next) = (true, Next, -1);
        (IsSwallowed, SwallowedStatus) = (false, 0);
    }
}
