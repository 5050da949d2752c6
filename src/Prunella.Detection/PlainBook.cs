using System.Buffers.Binary;

using Prunella.Contracts;
using Prunella.Detection.Baselines;
using Prunella.Detection.Detectors;
using Prunella.Detection.FalseAlarms;

namespace Prunella.Detection;

/// <summary>Plain levels and counts, of which nothing is known but their own past: each is judged against what is
/// usual for it, all under one budget of false pages.</summary>
/// <remarks>
/// A count is judged by its rate per second, so that an export that comes late is no peak. A verdict carries the
/// instrument's name in its detector's, because a subject has many of them. When the book is full, series that were
/// silent for a day make room: what is usual of them took a day to learn, and they may come back tomorrow.
/// </remarks>
internal sealed class PlainBook
{
    public const string Name = "usual-level";
    private const long Second = 1_000_000_000;
    private const long SilentNanos = 86_400_000_000_000;
    private const long SweepEvery = 60_000_000_000;

    /// <summary>Three exports of a sender that speaks once a minute, and some patience; three of its own intervals of
    /// one that speaks more rarely.</summary>
    private const long LeastPatience = 240_000_000_000;
    private const long MostPatience = 3_600_000_000_000;

    /// <summary>Who was away so long may have restarted what it measures unseen.</summary>
    private const long UnseenNanos = 600_000_000_000;
    private const long Ahead = 10_000_000_000;

    /// <summary>A memory that nothing came back to is not kept for ever: names of instances do not return.</summary>
    private const long MemoryNanos = 14 * SilentNanos;

    /// <summary>Of a count: so many more in a point are no difference, whatever it was before.</summary>
    private const double LeastCounts = 3;

    /// <summary>Of what is kept: another one with every change of what its bytes mean.</summary>
    private const int Layout = 1;

    private const int Head = 4;
    private const int IdBytes = 16;
    private static readonly int Version = Layout * 65_536 + FleetSeries.BytesPerSeries;
    private static readonly int Each = IdBytes + FleetSeries.BytesPerSeries;

    private sealed class Plain(SeriesDescription of, int number, long since)
    {
        public SeriesDescription Of { get; } = of;

        public int Number { get; } = number;

        public VerdictKey Key { get; } = new(of.Subject, of.Kind, $"{Name}/{of.Name}");

        /// <summary>The numbers as people read them; a count is told by its rate.</summary>
        public Evidence Evidence(double value, double expected)
        {
            var evidence = LevelUnit.Evidence(Of, value, expected);
            if (Of.Kind != SignalKind.Counter) return evidence;
            return evidence with { Unit = Of.Unit == "By" ? "MiB per second" : "per second" };
        }

        /// <summary>Nobody has described it or spoken of it for so long.</summary>
        public long SilentFor(long at) => at - Math.Max(since, HeardAt);

        /// <summary>When it was last heard, whatever it said; 0 before the first time.</summary>
        public long HeardAt { get; set; }

        public long Interval { get; set; }

        /// <summary>Counts that came too close on others to have a rate of their own.</summary>
        public double Pending { get; set; }

        /// <summary>Its memory is of a healer before, and nothing has come since.</summary>
        public bool IsRemembered { get; set; }

        public bool IsStale(long at) =>
            at - HeardAt > Math.Clamp(3 * Interval, LeastPatience, MostPatience);
    }

    private readonly Dictionary<SeriesId, Plain> _series = [];
    private readonly Dictionary<int, Plain> _byNumber = [];
    private readonly Dictionary<InstanceId, List<Plain>> _byInstance = [];
    private readonly Dictionary<SeriesId, byte[]> _remembered = [];
    private readonly List<Standing> _standing = [];
    private readonly int _most;
    private readonly FleetSeries _fleet = new(new PageBudget(PageBudget.Usual));
    private long _sweptAt;

    /// <param name="most">Series taken; beyond it they are refused and counted.</param>
    public PlainBook(int most) => _most = most;

    public long Refused { get; private set; }

    public int Count => _series.Count;

    /// <summary>Sets how many false pages a week the fleet may cost; what was learnt stays.</summary>
    public void Allow(PageBudget budget) => _fleet.Allow(budget);

    public void Describe(SeriesDescription series, long at)
    {
        if (_series.ContainsKey(series.Id)) return;
        if (_series.Count >= _most) Sweep(at);
        if (_series.Count >= _most)
        {
            Refused++;
            return;
        }
        var plain = new Plain(series, _fleet.Begin(), at);
        (_series[series.Id], _byNumber[plain.Number]) = (plain, plain);
        if (series.Subject.Kind == SubjectKind.Instance)
        {
            if (!_byInstance.TryGetValue(series.Subject.Instance, out var all))
                _byInstance[series.Subject.Instance] = all = [];
            all.Add(plain);
        }
        if (!_remembered.Remove(series.Id, out var saved)) return;
        _fleet.Restore(plain.Number, saved);
        plain.IsRemembered = true;
    }

    /// <param name="sample">A level, or a count since the sample before.</param>
    /// <param name="treated">Services under remediation: nothing is learnt of them, or held against them.</param>
    public void Observe(in ScalarSample sample, IReadOnlySet<ServiceId> treated)
    {
        if (!_series.TryGetValue(sample.Series, out var plain) || sample.TimeUnixNanos <= plain.HeardAt) return;
        var (before, at, isCount) = (plain.HeardAt, sample.TimeUnixNanos, plain.Of.Kind == SignalKind.Counter);
        if (isCount)
        {
            plain.Pending += sample.Value;
            // Two exports close together say nothing of a rate; what they counted is of the next.
            if (before != 0 && at - before < Second) return;
        }
        if (plain.IsRemembered) Recall(plain, at);
        plain.HeardAt = at;
        var isTreated = treated.Count > 0 && treated.Contains(plain.Of.Subject.Service);
        if (before != 0) plain.Interval = at - before;
        if (!isCount)
        {
            _fleet.Observe(plain.Number, at, sample.Value, isTreated);
            return;
        }
        var count = plain.Pending;
        plain.Pending = 0;
        // A first count is of an unknown time.
        if (before == 0) return;
        var seconds = (at - before) / (double)Second;
        _fleet.Observe(plain.Number, at, count / seconds, isTreated, LeastCounts / seconds);
    }

    /// <summary>What a memory is worth now: nothing when it is of a time that has not come, and not its level when
    /// nobody looked for long.</summary>
    private void Recall(Plain plain, long at)
    {
        plain.IsRemembered = false;
        var last = _fleet.Read(plain.Number).At;
        // It had seen nothing, or was damaged.
        if (last <= 0) return;
        if (last > at + Ahead) _fleet.Reset(plain.Number);
        else if (at - last > UnseenNanos) _fleet.Renew(plain.Number);
    }

    /// <summary>An instance's process was begun anew: what it held is gone, and its counts begin again.</summary>
    public void Renew(InstanceId instance)
    {
        if (!_byInstance.TryGetValue(instance, out var all)) return;
        foreach (var plain in all) _fleet.Renew(plain.Number);
    }

    public void Judge(Judge judge, long at)
    {
        _fleet.Tick(at, _standing);
        foreach (var one in _standing)
        {
            var plain = _byNumber[one.Series];
            if (plain.IsStale(at)) continue;
            var surprise = (int)Math.Clamp(1000 * Math.Log10(Math.Max(1, one.Amount)), 0, 300_000);
            var evidence = plain.Evidence(one.Value, one.Expected) with { Surprise = surprise };
            var finding = Finding.Of(plain.Key, one.IsUnhealthy, FaultKind.Unknown, plain.Of.Witness, evidence);
            var direction = one.Value < one.Expected ? Direction.Down : Direction.Up;
            judge.Find(
                finding with { Settled = true, Direction = one.IsUnhealthy ? direction : Direction.None }, at);
        }
    }

    /// <summary>What is usual, of every series: identity and memory, in no order that means anything.</summary>
    public byte[] Save()
    {
        Age();
        var saved = new byte[Head + (_series.Count + _remembered.Count) * Each];
        BinaryPrimitives.WriteInt32LittleEndian(saved, Version);
        var to = saved.AsSpan(Head);
        foreach (var (id, plain) in _series) to = Put(to, id, _fleet.Save(plain.Number));
        foreach (var (id, memory) in _remembered) to = Put(to, id, memory);
        return saved;
    }

    /// <summary>Takes what another book saved; a series gets its memory when it is described.</summary>
    /// <exception cref="FormatException">It is of another version of this programme, or cut off; nothing is taken
    /// then.</exception>
    public void Restore(ReadOnlySpan<byte> saved)
    {
        if (saved.Length < Head || BinaryPrimitives.ReadInt32LittleEndian(saved) != Version)
            throw new FormatException("What was usual was kept by another version of this programme.");
        var from = saved[Head..];
        if (from.Length % Each != 0) throw new FormatException("What was usual is cut off.");
        // More than may be kept is not taken: it would only be refused later.
        for (var taken = 0; from.Length > 0 && taken < _most; taken++, from = from[Each..])
        {
            var id = new SeriesId(BinaryPrimitives.ReadUInt128LittleEndian(from));
            var memory = from[IdBytes..Each];
            if (_series.TryGetValue(id, out var plain))
            {
                _fleet.Restore(plain.Number, memory);
                plain.IsRemembered = true;
            }
            else _remembered[id] = memory.ToArray();
        }
    }

    /// <summary>Lets go of memories that nothing has come back to, by the newest of all points.</summary>
    private void Age()
    {
        if (_remembered.Count == 0) return;
        var newest = _series.Values.Select(p => _fleet.Read(p.Number).At).Append(0).Max();
        foreach (var (id, memory) in _remembered.ToArray())
        {
            if (FleetSeries.LastAt(memory) < newest - MemoryNanos) _remembered.Remove(id);
        }
    }

    private static Span<byte> Put(Span<byte> to, SeriesId id, ReadOnlySpan<byte> memory)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(to, id.Value);
        memory.CopyTo(to[IdBytes..]);
        return to[Each..];
    }

    private void Sweep(long at)
    {
        if (at - _sweptAt < SweepEvery) return;
        _sweptAt = at;
        foreach (var (id, plain) in _series.ToArray())
        {
            if (plain.SilentFor(at) <= SilentNanos) continue;
            _series.Remove(id);
            _byNumber.Remove(plain.Number);
            _fleet.End(plain.Number);
            if (plain.Of.Subject.Kind != SubjectKind.Instance) continue;
            var all = _byInstance[plain.Of.Subject.Instance];
            all.Remove(plain);
            if (all.Count == 0) _byInstance.Remove(plain.Of.Subject.Instance);
        }
    }
}
