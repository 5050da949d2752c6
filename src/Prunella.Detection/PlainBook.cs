using System.Buffers.Binary;

using Prunella.Contracts;
using Prunella.Detection.Attention;
using Prunella.Detection.Baselines;
using Prunella.Detection.Deploys;
using Prunella.Detection.Detectors;
using Prunella.Detection.FalseAlarms;

namespace Prunella.Detection;

/// <summary>Plain levels and counts, of which nothing is known but their own past: each is judged against what is
/// usual for it, all under one budget of false pages.</summary>
/// <remarks>
/// A count is judged by its rate per second, so that an export that comes late is no peak. A verdict carries the
/// instrument's name in its detector's, because a subject has many of them. When the book is full, series that were
/// silent for a day make room: what is usual of them took a day to learn, and they may come back tomorrow. Series of
/// services that are needed (<see cref="Need"/>) are judged by the full tier as well, as far as there are places.
/// </remarks>
internal sealed class PlainBook
{
    public const string Name = "usual-level";
    private static readonly string[] s_names = [Name, "series-novelty", "series-deviation"];

    /// <summary>Of places on the full tier; at once when who is needed has changed.</summary>
    private const long AllotEvery = 10 * Second;
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
    private const int Layout = 2;

    /// <summary>Version, and how many series.</summary>
    private const int Head = 8;
    private const int IdBytes = 16;
    private static readonly int Version = Layout * 65_536 + FleetSeries.BytesPerSeries;
    private static readonly int Each = IdBytes + FleetSeries.BytesPerSeries;

    private sealed class Plain(SeriesDescription of, int number, long since)
    {
        public SeriesDescription Of { get; } = of;

        public int Number { get; } = number;

        public ServiceId Service { get; } = of.Subject.Service;

        public VerdictKey KeyOf(SeriesLane lane) => new(Of.Subject, Of.Kind, $"{s_names[(int)lane]}/{Of.Name}");

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
    private readonly Dictionary<ServiceId, List<SeriesId>> _byService = [];
    private readonly Dictionary<SeriesId, byte[]> _remembered = [];
    private readonly Dictionary<SeriesId, SavedFull> _rememberedFull = [];
    private readonly FullPlaces _places = new(DetectionSetup.UsualFullTierSeries);
    private readonly List<Standing> _standing = [];
    private readonly int _most;
    private readonly FleetSeries _fleet = new(new PageBudget(PageBudget.Usual));
    private readonly Trials _trials;
    private long _sweptAt;
    private long _allottedAt;
    private long _allotted = -1;

    /// <param name="most">Series taken; beyond it they are refused and counted.</param>
    public PlainBook(int most)
    {
        _most = most;
        _trials = new Trials(_fleet);
    }

    public long Refused { get; private set; }

    public int Count => _series.Count;

    /// <summary>Series on the full tier, and those of them that have seen enough to say anything.</summary>
    public (int Full, int Warm) Tiers => (_fleet.FullCount, _fleet.WarmCount);

    /// <summary>Sets how many false pages a week the fleet may cost, and how many series may be on the full tier; what
    /// was learnt stays, as far as there is room.</summary>
    public void Allow(PageBudget budget, int mostFull)
    {
        _fleet.Allow(budget);
        (_places.Most, _allotted) = (mostFull, -1);
    }

    /// <summary>Gives the places on the full tier to the series of services that need them.</summary>
    public void Allot(FleetAttention attention, long at)
    {
        if (attention.Version == _allotted && at - _allottedAt < AllotEvery) return;
        (_allotted, _allottedAt) = (attention.Version, at);
        if (attention.Needs.Count == 0 && _places.Count == 0) return;
        var needs = attention.Needs;
        var wanted = needs.OrderByDescending(n => n.Value).ThenBy(n => n.Key)
            .SelectMany(n => _byService.GetValueOrDefault(n.Key, []).Select(s => (s, n.Value)));
        var (demoted, promoted) = _places.Allot(s => needs.GetValueOrDefault(_series[s].Service), wanted, at);
        foreach (var series in demoted) _fleet.Demote(_series[series].Number);
        foreach (var series in promoted) _fleet.Promote(_series[series].Number);
    }

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
        if (!_byService.TryGetValue(plain.Service, out var ofService)) _byService[plain.Service] = ofService = [];
        ofService.Add(series.Id);
        if (_rememberedFull.Remove(series.Id, out var full)) Return(plain, full);
        if (!_remembered.Remove(series.Id, out var saved)) return;
        _fleet.Restore(plain.Number, saved);
        plain.IsRemembered = true;
    }

    /// <param name="sample">A level, or a count since the sample before.</param>
    /// <param name="treated">Services under remediation: nothing is learnt of them, or held against them.</param>
    /// <param name="least">Of a level: what is no difference whatever it was before, in its unit.</param>
    public void Observe(in ScalarSample sample, IReadOnlySet<ServiceId> treated, double least = 0)
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
        var isTreated = treated.Count > 0 && treated.Contains(plain.Service);
        if (before != 0) plain.Interval = at - before;
        if (!isCount)
        {
            _fleet.Observe(plain.Number, at, sample.Value, isTreated, least);
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
        else if (at - last > UnseenNanos) _trials.Begin(plain.Number, plain.Service, at);
    }

    /// <summary>An instance's process was begun anew: what it held is gone, and its counts begin again.</summary>
    public void Renew(InstanceId instance, long at)
    {
        if (!_byInstance.TryGetValue(instance, out var all)) return;
        foreach (var plain in all) _trials.Begin(plain.Number, plain.Service, at);
    }

    /// <summary>A service was deployed: its levels may be others from now on.</summary>
    /// <param name="service">Which.</param>
    /// <param name="at">When.</param>
    /// <param name="withInstances">False when only what is told of the service as a whole is meant.</param>
    public void Renew(ServiceId service, long at, bool withInstances)
    {
        foreach (var series in _byService.GetValueOrDefault(service, []))
        {
            var plain = _series[series];
            if (withInstances || plain.Of.Subject.Kind == SubjectKind.Service)
                _trials.Begin(plain.Number, service, at);
        }
    }

    /// <summary>Takes back new levels of services that breach.</summary>
    /// <param name="isBadSince">Whether a service does, since a time.</param>
    /// <param name="at">Now.</param>
    public void JudgeTrials(Func<ServiceId, long, bool> isBadSince, long at) => _trials.Judge(isBadSince, at);

    public void Judge(Judge judge, long at)
    {
        _fleet.Tick(at, _standing);
        foreach (var one in _standing)
        {
            var plain = _byNumber[one.Series];
            if (plain.IsStale(at)) continue;
            var surprise = (int)Math.Clamp(1000 * Math.Log10(Math.Max(1, one.Amount)), 0, 300_000);
            var evidence = plain.Evidence(one.Value, one.Expected) with { Surprise = surprise };
            var finding = Finding.Of(
                plain.KeyOf(one.Lane), one.IsUnhealthy, FaultKind.Unknown, plain.Of.Witness, evidence);
            var direction = one.Value < one.Expected ? Direction.Down : Direction.Up;
            judge.Find(
                finding with { Settled = true, Direction = one.IsUnhealthy ? direction : Direction.None }, at);
        }
    }

    /// <summary>What is usual, of every series: identity and memory, in no order that means anything; then the full
    /// tiers.</summary>
    public byte[] Save()
    {
        Age();
        var full = new List<SavedFull>();
        foreach (var (id, plain) in _series)
        {
            if (_fleet.SaveFull(plain.Number) is { } memory) full.Add(new SavedFull(id, _places.NeededAt(id), memory));
        }
        full.AddRange(_rememberedFull.Values);
        var count = _series.Count + _remembered.Count;
        var saved = new byte[Head + count * Each + SavedFull.Bytes(full)];
        BinaryPrimitives.WriteInt32LittleEndian(saved, Version);
        BinaryPrimitives.WriteInt32LittleEndian(saved.AsSpan(sizeof(int)), count);
        var to = saved.AsSpan(Head);
        foreach (var (id, plain) in _series)
            to = Put(to, id, _trials.Before(plain.Number) is { } before ? before : _fleet.Save(plain.Number));
        foreach (var (id, memory) in _remembered) to = Put(to, id, memory);
        SavedFull.Write(to, full);
        return saved;
    }

    /// <summary>Takes what another book saved; a series gets its memory when it is described.</summary>
    /// <returns>How many bytes were of it.</returns>
    /// <exception cref="FormatException">It is of another version of this programme, or cut off; nothing is taken
    /// then.</exception>
    public int Restore(ReadOnlySpan<byte> saved)
    {
        if (saved.Length < Head || BinaryPrimitives.ReadInt32LittleEndian(saved) != Version)
            throw new FormatException("What was usual was kept by another version of this programme.");
        var count = BinaryPrimitives.ReadInt32LittleEndian(saved[sizeof(int)..]);
        if (count < 0 || saved.Length < Head + (long)count * Each + sizeof(int))
            throw new FormatException("What was usual is cut off.");
        var end = Head + count * Each;
        var full = SavedFull.Read(saved[end..], out var fullLength);
        RestoreBase(saved[Head..end]);
        foreach (var one in full)
        {
            if (_series.TryGetValue(one.Id, out var plain)) Return(plain, one);
            else if (_rememberedFull.Count < _places.Most) _rememberedFull[one.Id] = one;
        }
        return end + fullLength;
    }

    /// <summary>Gives a series back its place and what it knew there; one that is damaged is let go.</summary>
    private void Return(Plain plain, SavedFull full)
    {
        if (!_places.Return(full.Id, full.NeededAt)) return;
        try
        {
            _fleet.RestoreFull(plain.Number, full.Memory);
        }
        catch (FormatException)
        {
            _places.Leave(full.Id);
        }
    }

    private void RestoreBase(ReadOnlySpan<byte> from)
    {
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
            if (FleetSeries.LastAt(memory) >= newest - MemoryNanos) continue;
            _remembered.Remove(id);
            _rememberedFull.Remove(id);
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
            _trials.Drop(plain.Number);
            _places.Leave(id);
            _byService[plain.Service].Remove(id);
            if (_byService[plain.Service].Count == 0) _byService.Remove(plain.Service);
            if (plain.Of.Subject.Kind != SubjectKind.Instance) continue;
            var all = _byInstance[plain.Of.Subject.Instance];
            all.Remove(plain);
            if (all.Count == 0) _byInstance.Remove(plain.Of.Subject.Instance);
        }
    }
}
