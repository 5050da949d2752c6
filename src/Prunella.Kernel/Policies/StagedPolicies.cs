using System.Collections.Immutable;

namespace Prunella.Kernel.Policies;

/// <summary>How far a policy set is in force.</summary>
public enum PolicyStage
{
    /// <summary>It decides beside the active one, and nothing is done.</summary>
    Shadow,

    /// <summary>It decides for a share of the services.</summary>
    Share,

    /// <summary>It is the active one.</summary>
    All,
}

/// <summary>A set that is not in force everywhere yet.</summary>
/// <param name="Hash">Which.</param>
/// <param name="Stage">How far.</param>
/// <param name="SharePerMille">Share of the services, when it is in force in one.</param>
/// <param name="Services">Those services.</param>
/// <param name="By">Who staged it.</param>
/// <param name="Index">Its content.</param>
public sealed record StagedPolicies(
    string Hash, PolicyStage Stage, int SharePerMille, ImmutableSortedSet<string> Services, string By,
    PolicyIndex Index);

/// <summary>The set that was in force before the active one.</summary>
/// <param name="Hash">Which.</param>
/// <param name="Index">Its content.</param>
public sealed record PreviousPolicies(string Hash, PolicyIndex Index);

/// <summary>What became of the remedies of one policy set.</summary>
/// <param name="Helped">How many helped.</param>
/// <param name="NoEffect">How many did not.</param>
/// <param name="Harmful">How many did harm.</param>
/// <param name="LastHarm">The last that did, or empty.</param>
public sealed record PolicyTally(int Helped, int NoEffect, int Harmful, string LastHarm)
{
    /// <summary>Before the first.</summary>
    public static readonly PolicyTally None = new(0, 0, 0, "");

    /// <summary>How many have ended.</summary>
    public int Ended => Helped + NoEffect + Harmful;

    /// <summary>Share of those without effect; 0 before the first has ended.</summary>
    public int WithoutEffectPerMille => Ended == 0 ? 0 : NoEffect * 1000 / Ended;
}
