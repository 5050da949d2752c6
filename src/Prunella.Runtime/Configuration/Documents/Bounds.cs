namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Units for ranges in readers, so that they read as they are written.</summary>
internal static class Bounds
{
    public const long Millisecond = 1_000_000;
    public const long Second = 1000 * Millisecond;
    public const long Minute = 60 * Second;
    public const long Hour = 60 * Minute;
    public const long Day = 24 * Hour;
}
