using System.Collections;
using System.Collections.Immutable;

using Prunella.Contracts;

namespace Prunella.Kernel.State;

/// <summary>What detectors say of one subject, one verdict for each signal, detector and objective; and what decisions
/// ask of it, worked out once.</summary>
/// <remarks>Immutable. Ordered ordinally by signal, detector and objective, as one text divided by bars.</remarks>
public sealed class SubjectVerdicts : IReadOnlyList<Verdict>
{
    /// <summary>Nobody has said anything.</summary>
    public static readonly SubjectVerdicts None = new([], []);

    private readonly ImmutableArray<string> _keys;
    private readonly ImmutableArray<Verdict> _verdicts;

    private SubjectVerdicts(ImmutableArray<string> keys, ImmutableArray<Verdict> verdicts)
    {
        (_keys, _verdicts) = (keys, verdicts);
        foreach (var verdict in verdicts)
        {
            IsSeenWell |= verdict.Health == Health.Healthy;
            if (verdict.Health != Health.Unhealthy) continue;
            IsBad = true;
            Witnesses |= verdict.Witnesses;
            IsPositive |= verdict.Positive;
            IsDead |= verdict is { Positive: true, Fault: FaultKind.Crash };
        }
        ProbedWellSince = WellByProbes();
    }

    /// <summary>Verdicts in their order; of those that share signal, detector and objective the last counts.</summary>
    public static SubjectVerdicts Of(IEnumerable<Verdict> verdicts)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        return verdicts.Aggregate(None, (said, verdict) => said.With(verdict));
    }

    /// <summary>Of whom; the default subject when nobody has said anything.</summary>
    public Subject Subject => _verdicts.IsEmpty ? default : _verdicts[0].Subject;

    /// <summary>Somebody says unhealthy.</summary>
    public bool IsBad { get; }

    /// <summary>Somebody says healthy.</summary>
    public bool IsSeenWell { get; }

    /// <summary>Somebody has positive evidence that it is unhealthy.</summary>
    public bool IsPositive { get; }

    /// <summary>Somebody has positive evidence that it is gone.</summary>
    public bool IsDead { get; }

    /// <summary>All who say unhealthy.</summary>
    public Witness Witnesses { get; }

    /// <summary>Since when the latest of its probes says healthy; null unless there are probes and all do.</summary>
    public long? ProbedWellSince { get; }

    /// <inheritdoc/>
    public int Count => _verdicts.Length;

    /// <inheritdoc/>
    public Verdict this[int index] => _verdicts[index];

    /// <summary>What the same detector says of the same signal for the same objective, or null.</summary>
    public Verdict? Like(Verdict verdict) => IndexOf(verdict) is >= 0 and var at ? _verdicts[at] : null;

    /// <summary>With a verdict that replaces what the same detector said before.</summary>
    public SubjectVerdicts With(Verdict verdict)
    {
        var at = IndexOf(verdict);
        if (at >= 0) return new SubjectVerdicts(_keys, _verdicts.SetItem(at, verdict));
        var key = VerdictKey.Inner(verdict);
        at = 0;
        while (at < _keys.Length && string.CompareOrdinal(_keys[at], key) < 0) at++;
        return new SubjectVerdicts(_keys.Insert(at, key), _verdicts.Insert(at, verdict));
    }

    /// <summary>Each verdict changed, none of them in signal, detector or objective.</summary>
    internal SubjectVerdicts Changed(Func<Verdict, Verdict> change) => new(_keys, [.. _verdicts.Select(change)]);

    /// <inheritdoc/>
    public IEnumerator<Verdict> GetEnumerator() => ((IEnumerable<Verdict>)_verdicts).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(Verdict verdict)
    {
        for (var i = 0; i < _verdicts.Length; i++)
        {
            var one = _verdicts[i];
            if (one.Signal == verdict.Signal && one.Detector == verdict.Detector && one.Objective == verdict.Objective)
                return i;
        }
        return -1;
    }

    private long? WellByProbes()
    {
        long? since = null;
        foreach (var verdict in _verdicts)
        {
            if ((verdict.Witnesses & Witness.Probe) == 0) continue;
            if (verdict.Health != Health.Healthy) return null;
            since = Math.Max(since ?? 0, verdict.SinceUnixNanos);
        }
        return since;
    }
}
