namespace Prunella.Kernel.Learning;

/// <summary>What a remedy's end says of its recipe.</summary>
public enum Outcome
{
    /// <summary>Verification proved that it helped, or the restarted instance is well by its own probes.</summary>
    Helped,

    /// <summary>The symptom is gone, or users had nothing to recover from: nobody has proved that the remedy did
    /// it.</summary>
    SeemedToHelp,

    /// <summary>It did not help, or could not be carried out.</summary>
    NoEffect,

    /// <summary>Things became worse.</summary>
    Harmful,

    /// <summary>An operator marked it as the wrong remedy.</summary>
    WrongRemedy,

    /// <summary>The last who had marked it so took it back.</summary>
    MarkWithdrawn,
}

/// <summary>How much an outcome counts, in millionths of a success or failure.</summary>
/// <param name="Successes">For the recipe.</param>
/// <param name="Failures">Against it; negative when a failure is taken back.</param>
public sealed record Credit(long Successes, long Failures)
{
    /// <summary>How an outcome counts.</summary>
    /// <remarks>
    /// Proof counts whole. What only seemed to help counts a quarter: trouble also passes by itself, and four such ends
    /// are taken for one proof. Harm counts twice, because not acting would have been better; both by feel. An
    /// undecided end, trouble that may have gone away by itself, an end that a person or a new diagnosis cut short, and
    /// one that was never carried out tell nothing of the recipe and have no outcome at all.
    /// </remarks>
    public static Credit Of(Outcome outcome) => outcome switch
    {
        Outcome.Helped => new(BetaBound.One, 0),
        Outcome.SeemedToHelp => new(BetaBound.One / 4, 0),
        Outcome.Harmful => new(0, 2 * BetaBound.One),
        Outcome.MarkWithdrawn => new(0, -BetaBound.One),
        _ => new(0, BetaBound.One),
    };
}
