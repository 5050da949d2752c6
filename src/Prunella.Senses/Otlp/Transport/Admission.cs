namespace Prunella.Senses.Otlp.Transport;

/// <summary>
/// How many requests may be under way and how many bytes of bodies held, over all senders.
/// </summary>
internal sealed class Admission(OtlpOptions options)
{
    private int _requests;
    private long _bytes;

    /// <summary>True when the request may begin; then <see cref="Leave"/> must follow.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _requests) <= options.MaxRequests) return true;
        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _requests);

    /// <summary>
    /// True when so many more bytes may be held; then <see cref="Release"/> must follow.
    /// </summary>
    public bool TryHold(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= options.MaxHeldBytes) return true;
        Release(bytes);
        return false;
    }

    public void Release(long bytes) => Interlocked.Add(ref _bytes, -bytes);
}

/// <summary>A body is not taken: which way, and what the sender is told.</summary>
internal sealed class BodyRefusedException : Exception
{
    public BodyRefusedException() { }

    public BodyRefusedException(string message) : base(message) { }

    public BodyRefusedException(string message, Exception inner) : base(message, inner) { }

    public BodyRefusedException(OtlpResult result) : base(result.Message) => Result = result;

    public OtlpResult Result { get; }
}
