namespace Prunella.Kernel.State;

/// <summary>The last rehearsal of one place.</summary>
/// <param name="Passed">It answered as it must.</param>
/// <param name="Detail">For people: what it did instead.</param>
/// <param name="At">When that was said; 0 for never.</param>
/// <param name="AskedAt">When one was last asked for; 0 for never.</param>
public sealed record Rehearsed(bool Passed, string Detail, long At, long AskedAt)
{
    /// <summary>Before the first.</summary>
    public static readonly Rehearsed Never = new(false, "", 0, 0);
}
