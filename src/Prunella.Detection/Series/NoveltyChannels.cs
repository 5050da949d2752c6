namespace Prunella.Detection.Series;

/// <summary>Has the series been here before: a bitmap of visited cells for each way of cutting.</summary>
/// <remarks>
/// A cell counts as new when neither it nor a neighbour along its first side was ever visited. What that is worth
/// is -log10 of how often this series visits new cells by that cutting (a Good-Turing estimate): where everything
/// is always new, newness says nothing, and that is how noise and drift are forgiven. 1,024 bits a map; a collision
/// hides a new cell and never makes one.
/// </remarks>
internal sealed class NoveltyChannels
{
    private const int Bits = 1024;
    private const int Words = Bits / 64;
    private const double FirstRate = 0.1;
    private const double Farthest = 1e15;
    private readonly ulong[] _visited = new ulong[NoveltyCell.All.Length * Words];
    private readonly double[] _rates = new double[NoveltyCell.All.Length];
    private readonly double[] _worth = new double[NoveltyCell.All.Length];

    public NoveltyChannels() => Array.Fill(_rates, FirstRate);

    /// <summary>Marks a point's cells as visited, without judging it.</summary>
    /// <param name="when">Its time.</param>
    /// <param name="scaled">Its features.</param>
    /// <param name="lag1">The value before, scaled.</param>
    /// <param name="lag2">The value before that.</param>
    public void Visit(in Calendar when, ReadOnlySpan<double> scaled, double lag1, double lag2)
    {
        for (var c = 0; c < NoveltyCell.All.Length; c++)
        {
            var (first, rest) = CellOf(c, when, scaled, lag1, lag2);
            Mark(c, Hash(first, rest));
        }
    }

    /// <summary>Evidence that the point is new, summed over the cuttings, in powers of ten.</summary>
    public double Judge(long count, in Calendar when, ReadOnlySpan<double> scaled, double lag1, double lag2)
    {
        var evidence = 0.0;
        for (var c = 0; c < NoveltyCell.All.Length; c++)
        {
            var cell = NoveltyCell.All[c];
            var (first, rest) = CellOf(c, when, scaled, lag1, lag2);
            var here = Hash(first, rest);
            var isNew = !IsMarked(c, here)
                && !IsMarked(c, Hash(first - 1, rest)) && !IsMarked(c, Hash(first + 1, rest));
            _worth[c] = isNew && count > cell.JudgedFrom ? -Math.Log10(_rates[c]) : 0;
            evidence += _worth[c];
            _rates[c] += Math.Max(cell.LeastGain, 1.0 / (count + 20)) * ((isNew ? 1 : 0) - _rates[c]);
            Mark(c, here);
        }
        return evidence;
    }

    /// <summary>What the last point was new in, with what that was worth.</summary>
    public IEnumerable<(double Worth, string What)> Why() =>
        _worth.Zip(NoveltyCell.All).Where(w => w.First > 0).Select(w => (w.First, $"never seen: {w.Second.Name}"));

    private static (long First, ulong Others) CellOf(
        int channel, in Calendar when, ReadOnlySpan<double> scaled, double lag1, double lag2)
    {
        var cell = NoveltyCell.All[channel];
        var first = 0L;
        var rest = cell.Time switch
        {
            CellTime.HourOfDay => (ulong)when.HourOfDay + 1,
            CellTime.SlotOfWeek => (ulong)when.HourOfWeek / 2 + 1,
            _ => 0UL,
        };
        for (var i = 0; i < cell.Sides.Length; i++)
        {
            var side = cell.Sides[i];
            var at = side.Lag switch { 0 => scaled[side.Feature], 1 => lag1, _ => lag2 };
            var step = (long)Math.Floor(Math.Clamp(at * side.Resolution, -Farthest, Farthest) + 0.5);
            if (i == 0) first = step;
            else rest = Mix(unchecked(rest + (ulong)step + 0x9E3779B97F4A7C15));
        }
        return (first, rest);
    }

    private static int Hash(long first, ulong rest) => (int)(Mix(rest ^ Mix(unchecked((ulong)first + 1))) % Bits);

    /// <summary>The finaliser of SplitMix64 (Steele, Lea and Flood 2014).</summary>
    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    private bool IsMarked(int channel, int bit) => (_visited[channel * Words + bit / 64] >> (bit % 64) & 1) != 0;

    private void Mark(int channel, int bit) => _visited[channel * Words + bit / 64] |= 1UL << (bit % 64);

    public void Exchange(StateExchange state)
    {
        state.Of(_visited);
        state.Of(_rates);
    }
}
