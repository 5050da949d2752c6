namespace Prunella.Bench;

/// <summary>A clock that stands until it is moved, so that rounds are equal whatever the machine does.</summary>
internal sealed class ManualTime : TimeProvider
{
    public const long Second = 1_000_000_000;

    /// <summary>Where all benches begin, Unix nanoseconds: 2026-01-01T00:00:00Z.</summary>
    public const long Start = 1_767_225_600 * Second;

    /// <summary>Unix nanoseconds.</summary>
    public long Now { get; set; } = Start;

    public override long TimestampFrequency => Second;

    public override long GetTimestamp() => Now;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(Now / 100);
}
