namespace Prunella.Contracts;

/// <summary>The closed list of verbs with what is true of each: the one place where that stands.</summary>
/// <remarks>Immutable, for any number of threads. A verb whose actuator arrives later stands here as well, marked, so
/// that recipes can be written, read and discussed before somebody can carry them out.</remarks>
public static class VerbTable
{
    /// <summary>Overlays of the gateways.</summary>
    public const string Gateway = "gateway";

    /// <summary>The process supervisor.</summary>
    public const string Process = "process";

    /// <summary>Whoever tells persons.</summary>
    public const string Page = "page";

    /// <summary>Overlays of the library inside a service; arrives later.</summary>
    public const string Library = "library";

    /// <summary>What runs containers, such as Kubernetes; arrives later.</summary>
    public const string Orchestrator = "orchestrator";

    /// <summary>Feature flags; arrive later.</summary>
    public const string Flags = "flags";

    private const int Whole = 1000;

    /// <summary>Every verb, in the order of <see cref="Verb"/>.</summary>
    public static IReadOnlyList<VerbFacts> All => Rows;

    private static readonly VerbFacts[] Rows =
    [
        new(Verb.Eject, VerbTarget.Instance, Leaves.Lease, Gateway) { TakesCapacity = true, Opposite = Verb.Restore },
        new(Verb.Weight, VerbTarget.Instance, Leaves.Lease, Gateway)
        {
            TakesCapacity = true, Unit = AmountUnit.PerMille, Least = 1, Most = Whole, Opposite = Verb.Restore,
        },
        new(Verb.OpenBreaker, VerbTarget.Route, Leaves.Lease, Gateway)
        {
            TakesCapacity = true, Unit = AmountUnit.PerSecond, Least = 0, Most = 1000,
        },
        new(Verb.ServeFallback, VerbTarget.Route, Leaves.Lease, Gateway) { TakesCapacity = true },
        new(Verb.Restart, VerbTarget.Instance, Leaves.Nothing, Process) { TakesCapacity = true, Opposite = Verb.Stop },
        new(Verb.Start, VerbTarget.Instance, Leaves.Nothing, Process) { Opposite = Verb.Stop },
        new(Verb.Stop, VerbTarget.Instance, Leaves.Change, Process) { TakesCapacity = true, Opposite = Verb.Start },
        new(Verb.Scale, VerbTarget.Service, Leaves.Change, Process)
        {
            TakesCapacity = true, Unit = AmountUnit.Count, Least = 0, Most = 1000,
        },
        new(Verb.Page, VerbTarget.Nothing, Leaves.Nothing, Page),
        Later(new(Verb.Restore, VerbTarget.Instance, Leaves.Lease, Gateway) { Opposite = Verb.Eject }),
        Later(new(Verb.Drain, VerbTarget.Instance, Leaves.Lease, Gateway)
        {
            TakesCapacity = true, Unit = AmountUnit.Milliseconds, Least = 0, Most = 600_000, Opposite = Verb.Restore,
        }),
        Later(new(Verb.Replace, VerbTarget.Instance, Leaves.Nothing, Orchestrator) { TakesCapacity = true }),
        Later(new(Verb.LimitRetries, VerbTarget.Route, Leaves.Lease, Gateway)
        {
            Unit = AmountUnit.PerMille, Least = 0, Most = Whole,
        }),
        Later(new(Verb.Timeout, VerbTarget.Route, Leaves.Lease, Gateway)
        {
            Unit = AmountUnit.Milliseconds, Least = 1, Most = 600_000,
        }),
        Later(new(Verb.LimitConcurrency, VerbTarget.Service, Leaves.Lease, Gateway)
        {
            Unit = AmountUnit.Count, Least = 1, Most = 100_000,
        }),
        Later(new(Verb.Shed, VerbTarget.Service, Leaves.Lease, Gateway)
        {
            Unit = AmountUnit.PerMille, Least = 1, Most = Whole,
        }),
        Later(new(Verb.Throttle, VerbTarget.Service, Leaves.Lease, Gateway)
        {
            Unit = AmountUnit.PerSecond, Least = 1, Most = 1_000_000,
        }),
        Later(new(Verb.Admit, VerbTarget.Route, Leaves.Lease, Gateway)
        {
            TakesCapacity = true, Unit = AmountUnit.PerMille, Least = 1, Most = Whole,
        }),
        Later(new(Verb.ServeStale, VerbTarget.Route, Leaves.Lease, Gateway)
        {
            TakesCapacity = true, Unit = AmountUnit.Milliseconds, Least = 1000, Most = 86_400_000,
        }),
        Later(new(Verb.RollbackVersion, VerbTarget.Service, Leaves.Change, Orchestrator) { TakesCapacity = true }),
        Later(new(Verb.ScaleOut, VerbTarget.Service, Leaves.Change, Orchestrator)
        {
            Unit = AmountUnit.Count, Least = 1, Most = 10, Opposite = Verb.ScaleIn,
        }),
        Later(new(Verb.ScaleIn, VerbTarget.Service, Leaves.Change, Orchestrator)
        {
            TakesCapacity = true, Unit = AmountUnit.Count, Least = 1, Most = 10, Opposite = Verb.ScaleOut,
        }),
        Later(new(Verb.GrowPool, VerbTarget.Service, Leaves.Lease, Library)
        {
            Unit = AmountUnit.PerMille, Least = 1, Most = Whole, Opposite = Verb.ShrinkPool,
        }),
        Later(new(Verb.ShrinkPool, VerbTarget.Service, Leaves.Lease, Library)
        {
            Unit = AmountUnit.PerMille, Least = 1, Most = 900, Opposite = Verb.GrowPool,
        }),
        Later(new(Verb.Compress, VerbTarget.Service, Leaves.Lease, Gateway)),
        Later(new(Verb.FlagOff, VerbTarget.Service, Leaves.Lease, Flags)),
        Later(new(Verb.PauseConsumer, VerbTarget.Service, Leaves.Lease, Library) { TakesCapacity = true }),
        new(Verb.Shift, VerbTarget.Part, Leaves.Lease, Gateway)
        {
            TakesCapacity = true, Unit = AmountUnit.PerMille, Least = 10, Most = Whole,
        },
    ];

    /// <summary>What is true of a verb.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the list.</exception>
    public static VerbFacts Facts(this Verb verb)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)verb, (uint)Rows.Length, nameof(verb));
        return Rows[(int)verb];
    }

    private static VerbFacts Later(VerbFacts facts) => facts with { IsPresent = false };
}
