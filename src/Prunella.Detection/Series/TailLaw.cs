namespace Prunella.Detection.Series;

/// <summary>What is assumed of a stream's tail before it is known, and how long it is remembered.</summary>
/// <param name="Shape">xi of the generalised Pareto law: the heavier the tail the larger, 0 to 0.5.</param>
/// <param name="LeastShape">A lighter tail is not believed.</param>
/// <param name="LeastSpread">What is no spread at all: a stream that is nearly always the same must not call its
/// first stir a wonder.</param>
/// <param name="Forgetting">Weight of one more excess once many are known.</param>
internal sealed record TailLaw(double Shape, double LeastShape, double LeastSpread, double Forgetting)
{
    /// <summary>Of evidence, whose tail is heavy and whose stirs come in flurries: its shape is fixed.</summary>
    public static TailLaw Novelty { get; } = new(0.5, 0.5, 0.1, 0.02);

    /// <summary>Of a distance now.</summary>
    public static TailLaw Deviation { get; } = new(0.2, 0.05, 0.1, 0.02);

    /// <summary>Of what lasts: changes for good come every few days, and more than one is remembered.</summary>
    public static TailLaw Lasting { get; } = new(0.25, 0.05, 0.02, 0.007);
}
