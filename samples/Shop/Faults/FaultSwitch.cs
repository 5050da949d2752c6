namespace Prunella.Samples.Shop.Faults;

/// <summary>Reads the fault file when it has changed, looking at most every 50 ms.</summary>
internal sealed partial class FaultSwitch(Settings settings, TimeProvider time, ILogger<FaultSwitch> logger)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private const int MostLeaked = 512;
    private const int LeakBytes = 2 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly List<byte[]> _leaked = [];
    private FaultPlan _plan = FaultPlan.None;
    private DateTime _written;
    private long _lookedAt;
    private long _leakedAt;
    private long _requests;

    public FaultPlan Current()
    {
        lock (_lock)
        {
            if (_lookedAt != 0 && time.GetElapsedTime(_lookedAt) < Look) return _plan;
            _lookedAt = time.GetTimestamp();
            Read();
            if (_plan.Leak && (_leakedAt == 0 || time.GetElapsedTime(_leakedAt) >= TimeSpan.FromSeconds(1))) Leak();
            return _plan;
        }
    }

    /// <summary>True for every so-many-th request, by count and not by chance: a demo should be the same each time.</summary>
    public bool Fails(FaultPlan plan) => plan.FailEvery > 0 && Interlocked.Increment(ref _requests) % plan.FailEvery == 0;

    private void Read()
    {
        try
        {
            var exists = settings.FaultFile.Length > 0 && File.Exists(settings.FaultFile);
            var written = exists ? File.GetLastWriteTimeUtc(settings.FaultFile) : default;
            if (written == _written) return;
            _plan = exists ? FaultPlan.Parse(File.ReadAllText(settings.FaultFile), line => Unknown(logger, line)) : FaultPlan.None;
            _written = written;
        }
        catch (IOException)
        {
            // The file went between looking and reading: the next look decides.
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
