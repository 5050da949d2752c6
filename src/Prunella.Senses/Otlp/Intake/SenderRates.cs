namespace Prunella.Senses.Otlp;

/// <summary>How many items per second each sender may send.</summary>
/// <remarks>
/// A bucket per sender that fills at the rate and holds two seconds' worth, kept as one number: the
/// time at which it will be full again (the generic cell rate algorithm). A request is taken whole
/// when the bucket is not empty, and may overdraw it, so that one large request always gets through
/// in the end. At most 1,024 senders are told apart; the bucket that is full longest makes room,
/// which loses nothing. Any thread.
/// </remarks>
internal sealed class SenderRates(int itemsPerSecond)
{
    private const int MaxSenders = 1_024;
    private const long BurstNanos = 2_000_000_000;

    private readonly Dictionary<(string Credential, string Address), long> _fullAt = [];
    private readonly Lock _gate = new();

    /// <summary>Nanoseconds to wait; 0 when the items are taken.</summary>
    public long Take((string Credential, string Address) sender, int items, long now)
    {
        lock (_gate)
        {
            var fullAt = Math.Max(now, _fullAt.GetValueOrDefault(sender));
            var debt = fullAt - now - BurstNanos;
            if (debt > 0) return debt;
            if (!_fullAt.ContainsKey(sender) && _fullAt.Count >= MaxSenders)
                _fullAt.Remove(_fullAt.MinBy(pair => pair.Value).Key);
            _fullAt[sender] = fullAt + (long)(items * 1e9 / itemsPerSecond);
            return 0;
        }
    }
}
