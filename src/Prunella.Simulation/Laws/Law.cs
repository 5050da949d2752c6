using Prunella.Simulation.Chance;

namespace Prunella.Simulation.Laws;

/// <summary>How long something takes: a distribution of durations.</summary>
/// <remarks>Immutable data, for any number of worlds; chance comes from the stream of who draws.</remarks>
public abstract record Law
{
    /// <summary>Longest duration that is drawn: an hour. It bounds the far tail, so that no sum can
    /// overflow.</summary>
    public const long LongestNanos = 3_600_000_000_000;

    /// <summary>Mean in nanoseconds, before the bound.</summary>
    public abstract double MeanNanos { get; }

    /// <summary>A duration in whole nanoseconds, 0 to <see cref="LongestNanos"/>.</summary>
    public abstract long Draw(ChanceStream chance);

    /// <summary>What is wrong with its numbers, or null.</summary>
    public abstract string? Problem { get; }

    /// <summary>Whole nanoseconds within the bounds.</summary>
    protected static long Bounded(double nanos) => nanos >= LongestNanos ? LongestNanos : (long)nanos;

    /// <summary>Says that a duration is out of range, or null.</summary>
    protected static string? OutOfRange(string what, long nanos) => nanos is > 0 and <= LongestNanos
        ? null
        : $"{what} of {nanos} ns is out of range (1 ns to 1 h)";
}

/// <summary>Always the same.</summary>
/// <param name="Nanos">How long; 1 ns to 1 h.</param>
public sealed record ConstantLaw(long Nanos) : Law
{
    /// <inheritdoc/>
    public override double MeanNanos => Nanos;

    /// <inheritdoc/>
    public override string? Problem => OutOfRange("a constant", Nanos);

    /// <inheritdoc/>
    public override long Draw(ChanceStream chance) => Nanos;
}

/// <summary>Without memory: much short, some long.</summary>
/// <param name="Mean">Mean; 1 ns to 1 h.</param>
public sealed record ExponentialLaw(long Mean) : Law
{
    /// <inheritdoc/>
    public override double MeanNanos => Mean;

    /// <inheritdoc/>
    public override string? Problem => OutOfRange("a mean", Mean);

    /// <inheritdoc/>
    public override long Draw(ChanceStream chance)
    {
        ArgumentNullException.ThrowIfNull(chance);
        return Bounded(Mean * chance.Exponential());
    }
}

/// <summary>The usual shape of service times: a hump and a long tail.</summary>
/// <param name="Median">Median; 1 ns to 1 h.</param>
/// <param name="Sigma">Spread of the logarithm; above 0 to 3. At 0.5 the 99th percentile is 3.2 medians, at 1 it is
/// 10.</param>
public sealed record LogNormalLaw(long Median, double Sigma) : Law
{
    /// <inheritdoc/>
    public override double MeanNanos => Median * Portable.Exp(Sigma * Sigma / 2);

    /// <inheritdoc/>
    public override string? Problem => OutOfRange("a median", Median)
        ?? (Sigma is > 0 and <= 3 ? null : $"a sigma of {Sigma:R} is out of range (above 0 to 3)");

    /// <inheritdoc/>
    public override long Draw(ChanceStream chance)
    {
        ArgumentNullException.ThrowIfNull(chance);
        return Bounded(Median * Portable.Exp(Sigma * chance.Normal()));
    }
}

/// <summary>Two kinds of work in one stream, such as hits and misses.</summary>
/// <param name="Usual">The one.</param>
/// <param name="Rare">The other.</param>
/// <param name="RareShare">Share of the other; 0 to 1.</param>
public sealed record BimodalLaw(Law Usual, Law Rare, double RareShare) : Law
{
    /// <inheritdoc/>
    public override double MeanNanos => (1 - RareShare) * Usual.MeanNanos + RareShare * Rare.MeanNanos;

    /// <inheritdoc/>
    public override string? Problem => Usual.Problem ?? Rare.Problem
        ?? (RareShare is >= 0 and <= 1 ? null : $"a share of {RareShare:R} is out of range (0 to 1)");

    /// <inheritdoc/>
    public override long Draw(ChanceStream chance)
    {
        ArgumentNullException.ThrowIfNull(chance);
        return (chance.Happens(RareShare) ? Rare : Usual).Draw(chance);
    }
}
