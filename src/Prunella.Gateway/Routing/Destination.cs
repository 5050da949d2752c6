using Prunella.Contracts;
using Prunella.Runtime.Configuration;

namespace Prunella.Gateway.Routing;

/// <summary>One instance behind the gateway: its address and what is under way to it.</summary>
internal sealed class Destination(InstanceSetup setup)
{
    private const int Slots = 128;
    private readonly long[] _started = new long[Slots];
    private int _inFlight;

    public InstanceId Instance { get; } = setup.Id;

    public Place Place { get; } = setup.Place;

    public string Prefix { get; } = setup.Address.GetLeftPart(UriPartial.Authority);

    public ProbeSetup? Probe { get; } = setup.Probes.FirstOrDefault(p => p.Kind == ProbeKind.Http);

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>A request begins; the slot is handed back to <see cref="End"/>. -1 when all slots
    /// are taken: counted, its age unknown.</summary>
    public int Begin(long at)
    {
        var start = Interlocked.Increment(ref _inFlight);
        for (var i = 0; i < Slots; i++)
        {
            var slot = (start + i) & (Slots - 1);
            if (Interlocked.CompareExchange(ref _started[slot], at, 0) == 0) return slot;
        }
        return -1;
    }

    public void End(int slot)
    {
        if (slot >= 0) Volatile.Write(ref _started[slot], 0);
        Interlocked.Decrement(ref _inFlight);
    }

    /// <summary>Age of the oldest request under way; 0 when none.</summary>
    public long OldestNanos(long at)
    {
        var oldest = long.MaxValue;
        for (var i = 0; i < Slots; i++)
        {
            var started = Volatile.Read(ref _started[i]);
            if (started != 0 && started < oldest) oldest = started;
        }
        return oldest == long.MaxValue ? 0 : Math.Max(0, at - oldest);
    }
}
