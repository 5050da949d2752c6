using System.Text;

using Prunella.Contracts;
using Prunella.Detection.Series;

namespace Prunella.Detection.Objectives;

/// <summary>One budget's memory on its way out or in.</summary>
internal sealed class StoredBudget
{
    /// <summary>Longer than any that this programme writes; a damaged length must not ask for memory.</summary>
    private const int MostText = 4096;

    private readonly List<(long BrokenSince, long WellSince, bool IsBroken)> _latches = [];
    private readonly List<(Witness Witness, WindowRing Ring)> _rings = [];

    public static void Write(StateWriting state, BurnObjective objective)
    {
        Text(state, objective.Counted);
        Text(state, objective.Pairs);
        long latches = objective.Latches.Length, rings = objective.Rings().Count();
        state.Of(ref latches);
        foreach (var latch in objective.Latches)
        {
            var (broken, well, isBroken) = latch.State;
            state.Of(ref broken);
            state.Of(ref well);
            state.Of(ref isBroken);
        }
        state.Of(ref rings);
        foreach (var (witness, ring) in objective.Rings())
        {
            var number = (int)witness;
            state.Of(ref number);
            ring.Exchange(state);
        }
    }

    public static (string Counted, string Pairs, StoredBudget Stored) Read(StateReading state)
    {
        var (counted, pairs, stored) = (Text(state), Text(state), new StoredBudget());
        for (var left = Count(state); left > 0; left--)
        {
            var (broken, well, isBroken) = (0L, 0L, false);
            state.Of(ref broken);
            state.Of(ref well);
            state.Of(ref isBroken);
            stored._latches.Add((broken, well, isBroken));
        }
        for (var left = Count(state); left > 0; left--)
        {
            var (number, ring) = (0, new WindowRing());
            state.Of(ref number);
            ring.Exchange(state);
            if (!ring.IsSound()) throw new FormatException("The state of the error budgets holds impossible counts.");
            stored._rings.Add(((Witness)number, ring));
        }
        return (counted, pairs, stored);
    }

    public void GiveTo(BurnObjective objective, string pairs)
    {
        foreach (var (witness, ring) in _rings) objective.Take(witness, ring);
        if (pairs != objective.Pairs || _latches.Count != objective.Latches.Length) return;
        for (var i = 0; i < _latches.Count; i++) objective.Latches[i].State = _latches[i];
    }

    private static void Text(StateWriting state, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = (long)bytes.Length;
        state.Of(ref length);
        foreach (var b in bytes)
        {
            var one = (long)b;
            state.Of(ref one);
        }
    }

    private static string Text(StateReading state)
    {
        var bytes = new byte[Count(state)];
        for (var i = 0; i < bytes.Length; i++)
        {
            long one = 0;
            state.Of(ref one);
            bytes[i] = (byte)(one & 0xff);
        }
        return Encoding.UTF8.GetString(bytes);
    }

    private static long Count(StateReading state)
    {
        long count = 0;
        state.Of(ref count);
        return count is >= 0 and <= MostText ? count : throw new FormatException("The state of the error budgets is damaged.");
    }
}
