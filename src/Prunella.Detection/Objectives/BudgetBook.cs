using System.Buffers.Binary;

using Prunella.Contracts;
using Prunella.Detection.Series;

namespace Prunella.Detection.Objectives;

/// <summary>All error budgets of a fleet: who feeds which, judged together, kept across restarts.</summary>
/// <remarks>
/// Windows outlive streams that fall silent, and documents that change something else. They are kept for as long as a
/// policy of the same name counts the same thing; a longer or shorter list of pairs asks the same windows.
/// </remarks>
internal sealed class BudgetBook
{
    /// <summary>"Prunella budgets", shape 1; a change of what is written is another one.</summary>
    private const long Head = 0x5072_6e42_6467_0001;

    private BurnObjective[] _objectives = [];

    public void Configure(IEnumerable<ObjectiveSpec> objectives)
    {
        var before = _objectives;
        _objectives = [.. objectives.Where(IsBudget).Select(o => new BurnObjective(o))];
        foreach (var objective in _objectives)
        {
            if (Array.Find(before, b => b.Counted == objective.Counted) is { } same) objective.Inherit(same);
        }
    }

    public static bool IsBudget(ObjectiveSpec spec) => spec is
    {
        Budget: { AllowedPerMillion: > 0, OverNanos: > 0, Burn.Count: > 0 },
        Signal: SignalKind.Errors or SignalKind.Latency,
    };

    /// <summary>Where a stream's samples go; none for what no budget is of.</summary>
    public WindowFeed[] FeedsOf(Subject subject, Witness witness) => subject.Kind != SubjectKind.Service
        ? []
        : [.. _objectives
            .Where(o => o.Spec.Service == subject.Service && o.Ring(witness) is not null)
            .Select(o => new WindowFeed(o.Ring(witness)!, LateSeconds(o.Spec)))];

    /// <summary>Judges all, each with the judge of its objective.</summary>
    public void Judge(Func<ObjectiveSpec, Judge> judge, long at)
    {
        foreach (var objective in _objectives) objective.Judge(judge(objective.Spec), at);
    }

    /// <summary>Forgets what was of a time that has not come.</summary>
    public void ForgetLaterThan(long at)
    {
        foreach (var (_, ring) in _objectives.SelectMany(o => o.Rings())) ring.ForgetLaterThan(at);
    }

    /// <summary>Everything that it knows, as bytes.</summary>
    /// <remarks>Little-endian: head, count, per objective what it counts, its pairs, its latches and its windows; at
    /// last a checksum (FNV-1a, 64 bit): a file that a dying machine tore is told from a whole one.</remarks>
    public byte[] Save()
    {
        var state = new StateWriting();
        var (head, count) = (Head, (long)_objectives.Length);
        state.Of(ref head);
        state.Of(ref count);
        foreach (var objective in _objectives) StoredBudget.Write(state, objective);
        var sum = Checksum(state.Bytes);
        state.Of(ref sum);
        return state.Bytes;
    }

    /// <summary>Takes back what was saved, for the budgets that are declared now.</summary>
    /// <exception cref="FormatException">It is cut off, damaged, or of another version of this programme; nothing was
    /// taken then.</exception>
    public void Restore(byte[] saved)
    {
        if (saved.Length < 24) throw new FormatException("The state of the error budgets is too short.");
        if (BinaryPrimitives.ReadInt64LittleEndian(saved) != Head)
            throw new FormatException("This is no state of error budgets of this version.");
        var end = saved.Length - 8;
        if (BinaryPrimitives.ReadInt64LittleEndian(saved.AsSpan(end)) != Checksum(saved.AsSpan(0, end)))
            throw new FormatException("The state of the error budgets is damaged or cut off.");
        var state = new StateReading(saved[8..^8]);
        long count = 0;
        state.Of(ref count);
        var found = new List<(string Counted, string Pairs, StoredBudget Stored)>();
        for (var i = 0; i < count; i++) found.Add(StoredBudget.Read(state));
        if (!state.IsAtEnd) throw new FormatException("The state of the error budgets is longer than it should be.");
        foreach (var (counted, pairs, stored) in found)
        {
            if (Array.Find(_objectives, o => o.Counted == counted) is { } objective) stored.GiveTo(objective, pairs);
        }
    }

    private static double LateSeconds(ObjectiveSpec spec) =>
        spec.Signal == SignalKind.Latency ? spec.BelowMilli / 1000.0 : 0;

    private static long Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0xcbf29ce484222325UL;
        foreach (var b in bytes) sum = unchecked((sum ^ b) * 0x100000001b3UL);
        return unchecked((long)sum);
    }
}
