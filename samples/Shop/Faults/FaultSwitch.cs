namespace Prunella.Samples.Shop.Faults;

/// <summary>Reads the fault file when it has changed, looking at most every 50 ms.</summary>
internal sealed partial class FaultSwitch(Settings settings, TimeProvider time, ILogger<FaultSwitch> logger)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>One gibibyte, two megabytes at a time.</summary>
    private const int MostLeaked = 512;
    private const int LeakBytes = 2 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly List<byte[]> _leaked = [];
    private FaultPlan _plan = FaultPlan.None;
    private (DateTime Written, long Length) _seen;
    private long? _lookedAt;
    private long _leakedAt;
    private long _requests;

    /// <summary>Memory kept by the leak.</summary>
    public int LeakedBlocks => _leaked.Count;

    /// <summary>What the switch says now.</summary>
    public FaultPlan Current()
    {
        lock (_lock)
        {
            if (_lookedAt is { } looked && time.GetElapsedTime(looked) < Look) return _plan;
            _lookedAt = time.GetTimestamp();
            Read();
            if (_plan.Leak && (_leaked.Count == 0 || time.GetElapsedTime(_leakedAt) >= TimeSpan.FromSeconds(1))) Leak();
            return _plan;
        }
    }

    /// <summary>True when the request that is under way must fail; counts it.</summary>
    public bool Fails(FaultPlan plan) => plan.FailPercent > 0 && plan.Fails(Interlocked.Increment(ref _requests));

    private void Read()
    {
        if (settings.FaultFile.Length == 0) return;
        try
        {
            var file = new FileInfo(settings.FaultFile);
            var seen = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
            if (seen == _seen) return;
            _plan = file.Exists
                ? FaultPlan.Parse(File.ReadAllText(file.FullName), line => Unknown(logger, line))
                : FaultPlan.None;
            _seen = seen;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It went between looking and reading, or is not ours to read: the next look decides.
        }
    }

    private void Leak()
    {
        _leakedAt = time.GetTimestamp();
        if (_leaked.Count >= MostLeaked) return;
        var block = new byte[LeakBytes];
        // Untouched pages would cost nothing.
        for (var i = 0; i < block.Length; i += 4096) block[i] = 1;
        _leaked.Add(block);
    }

    [LoggerMessage(1, LogLevel.Warning, "The fault switch does not know '{Line}': it is passed over.")]
    private static partial void Unknown(ILogger logger, string line);
}
