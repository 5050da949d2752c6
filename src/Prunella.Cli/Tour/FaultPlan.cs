namespace Prunella.Cli.Tour;

/// <summary>One fault of the tour.</summary>
/// <param name="Fault">Its name in the report.</param>
/// <param name="Kind">What the fault switch is told.</param>
/// <param name="Target">An instance, or a service for a fault of all its instances.</param>
/// <param name="Service">The service it belongs to.</param>
/// <param name="Clearable">False for a crash: there is nothing to take back.</param>
internal sealed record PlannedFault(string Fault, string Kind, string Target, string Service, bool Clearable)
{
    /// <summary>A fault of one instance, not of a whole service.</summary>
    public bool OfInstance => Target != Service;
}

/// <summary>Draws targets and order of the tour's five faults from a seed.</summary>
internal static class FaultPlan
{
    private static readonly string[] Checkouts = ["checkout-1", "checkout-2", "checkout-3"];

    public static IReadOnlyList<PlannedFault> Draw(int seed)
    {
        // A generator of our own: the framework's may change its sequence between versions, and a seed is a promise.
        var state = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL);
        PlannedFault[] faults =
        [
            OnCheckout("crash", "crash", ref state) with { Clearable = false },
            OnCheckout("hang", "hang", ref state),
            OnCheckout("slow", "slow=400ms", ref state),
            OnCheckout("errors", "errors=20%", ref state),
            new("brown-out", "slow=3s", "payments", "payments", Clearable: true),
        ];
        for (var i = faults.Length - 1; i > 0; i--)
        {
            var j = (int)(Next(ref state) % (ulong)(i + 1));
            (faults[i], faults[j]) = (faults[j], faults[i]);
        }
        return faults;
    }

    private static PlannedFault OnCheckout(string fault, string kind, ref ulong state) =>
        new(fault, kind, Checkouts[Next(ref state) % (ulong)Checkouts.Length], "checkout", Clearable: true);

    /// <summary>SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).</summary>
    private static ulong Next(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
