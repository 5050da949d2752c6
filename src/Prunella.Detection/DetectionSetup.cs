using Prunella.Contracts;
using Prunella.Detection.FalseAlarms;

namespace Prunella.Detection;

/// <summary>What detection is told of the fleet before samples come.</summary>
/// <param name="Objectives">What people declared.</param>
/// <param name="Instances">Declared instances; others are learnt from samples.</param>
public sealed record DetectionSetup(IReadOnlyList<ObjectiveSpec> Objectives, IReadOnlyList<InstanceId> Instances)
{
    /// <summary>The one setting of how sure detection must be: see <see cref="PageBudget"/>.</summary>
    public double FalsePagesPerWeek { get; init; } = PageBudget.Usual;

    /// <summary>3.6 MB, and twice that in what is saved: the plain series of about five services of five instances, or
    /// of one in trouble and its neighbours.</summary>
    public const int UsualFullTierSeries = 1_000;

    /// <summary>Plain series that may be judged by the full tier as well, 3.6 KB each; 0 for none.</summary>
    public int FullTierSeries { get; init; } = UsualFullTierSeries;

    /// <summary>Objectives made of several.</summary>
    public IReadOnlyList<CompositeSpec> Composites { get; init; } = [];
}
