namespace Prunella.Kernel.Reasons;

/// <content>Of rehearsals.</content>
public static partial class ReasonCodes
{
    /// <summary>Where the recipe leads to was never tried. <c>subject</c>.</summary>
    public const string NeverRehearsed = "rehearsal.never";

    /// <summary>Where the recipe leads to did not answer as it must when it was last tried. <c>subject</c>,
    /// <c>detail</c>.</summary>
    public const string RehearsalFailed = "rehearsal.failed";

    /// <summary>Where the recipe leads to was tried too long ago. <c>subject</c>, <c>since</c> (Unix
    /// nanoseconds).</summary>
    public const string RehearsalStale = "rehearsal.stale";

    /// <summary>It waits for where it leads to to be tried once more. <c>recipe</c>.</summary>
    public const string RehearsalAwaited = "rehearsal.awaited";
}
