namespace Prunella.Reflexes.Ejection;

/// <summary>Tries and failures of the last three seconds, in ten slots.</summary>
internal sealed class TryWindow
{
    private const int Slots = 10;
    private const long SlotNanos = 300_000_000;
    private readonly long[] _slot = new long[Slots];
    private readonly int[] _total = new int[Slots];
    private readonly int[] _bad = new int[Slots];

    public void Add(long at, bool bad)
    {
        var slot = at / SlotNanos;
        var i = (int)(slot % Slots);
        if (_slot[i] != slot) (_slot[i], _total[i], _bad[i]) = (slot, 0, 0);
        _total[i]++;
        if (bad) _bad[i]++;
    }

    public (int Bad, int Total) Sum(long at)
    {
        var oldest = at / SlotNanos - Slots;
        int bad = 0, total = 0;
        for (var i = 0; i < Slots; i++)
        {
            if (_slot[i] <= oldest) continue;
            total += _total[i];
            bad += _bad[i];
        }
        return (bad, total);
    }

    public void Clear()
    {
        Array.Clear(_total);
        Array.Clear(_bad);
    }
}
