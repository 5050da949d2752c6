using System.Buffers.Binary;
using System.Runtime.InteropServices;

using Prunella.Detection.FalseAlarms;
using Prunella.Detection.Series;

namespace Prunella.Detection.Baselines;

/// <summary>The full tier of one series, on top of its base tier: was this ever so, and is it far off, as evidence
/// over time.</summary>
/// <remarks>
/// It sees what the base tier leaves of a value when the long-run level, the hour and the last hours are taken away: so
/// it begins with all that is known of weekends and hours, follows where the base tier does, and a level that is
/// learnt anew (a process that restarted, a deploy) is none of its business. A <see cref="SeriesDetector"/> gives each
/// point a probability by each of two lanes; each is made a bet and gathered apart, as the base tier's are, and here
/// as there only what is more than two scales off is evidence: a page is about what is large, and a glitch leaves
/// novelties behind it (every mean that decays passes where it never was) that are none.
/// <para>It cannot know what was before it was promoted, so it is silent until it has had 300 points of its own, before
/// which a probability says nothing, and a day. Neighbouring points repeat each other by construction: novelty fades by
/// a fifth a point, so (1 + 0.8) / (1 - 0.8) = 9 points are worth one; deviation holds a mean over 24 points, of which
/// 8 are taken for one, as <see cref="Dependence"/> takes three tenths of a correlation. What the base tier knows of
/// the series, and what the bets themselves show, counts where it is more.</para>
/// <para>Well again is a lane after 24 points in a row that are no less probable than one in ten: the memory of its
/// longest mean.</para>
/// One caller at a time. 3.6 KB once warm; a point allocates nothing from then on.
/// </remarks>
internal sealed class FullTier
{
    /// <summary>Points before which a lane's probability says nothing.</summary>
    private const int EnoughPoints = 300;

    private const long Day = 86_400_000_000_000;
    private const double Margin = 2;
    private const double NoveltyPoints = 9;
    private const double DeviationPoints = 8;
    private const double BetGain = 1 / 4000.0;
    private const double Strong = 1_000;
    private const double Ordinary = 0.1;
    private const int WellAfter = 24;
    private SeriesDetector _detector = new();
    private Facts _facts = new() { Novelty = Gathering.None, Deviation = Gathering.None };

    /// <summary>All but the detector; a value type without references, so that it is saved as it lies.</summary>
    private struct Facts
    {
        public long BornAt;
        public long At;
        public Gathering Novelty;
        public Gathering Deviation;
        public long Count;
    }

    /// <summary>The evidence of one lane.</summary>
    private struct Gathering
    {
        public EvidenceOverTime Evidence;
        public Dependence Dependence;
        public int Ordinary;

        public static Gathering None => new() { Evidence = EvidenceOverTime.None };

        public void Add(double probability, double leastPoints, double gain)
        {
            var isWell = Evidence.Amount < Strong;
            var bet = Bet.On(probability);
            Evidence.Add(bet, Math.Max(leastPoints, Dependence.PointsPerOne));
            Ordinary = probability < FullTier.Ordinary ? 0 : Math.Min(Ordinary + 1, WellAfter);
            if (Ordinary == WellAfter) Evidence.Limit(1);
            if (!isWell) return;
            Evidence.Learn(bet, gain);
            Dependence.LearnBet(Math.Log(bet), gain);
        }
    }

    /// <summary>Bytes of <see cref="Save"/> before the detector's.</summary>
    private static int Head => sizeof(int) + Marshal.SizeOf<Facts>();

    /// <summary>Its detector has seen enough to say anything.</summary>
    public bool IsWarm => _facts.Count > EnoughPoints && _facts.At - _facts.BornAt >= Day;

    /// <summary>Evidence of a lane: mean number of points until chance shows as much.</summary>
    public double Amount(SeriesLane lane) =>
        (lane == SeriesLane.Novelty ? _facts.Novelty : _facts.Deviation).Evidence.Amount;

    /// <summary>Takes a point that the base tier has taken.</summary>
    /// <param name="tier">The base tier after it. In its first week, when nobody can know what a weekend looks like, a
    /// point is learnt from only.</param>
    /// <param name="least">What is no difference whatever the series was, in its unit.</param>
    public void Observe(in BaseTier tier, double least)
    {
        ref var f = ref _facts;
        var left = Math.Sign(tier.Left) * Math.Max(0, Math.Abs(tier.Left) - least);
        if (_detector.Observe(tier.At, left) is not { } judged) return;
        if (f.Count == 0) f.BornAt = tier.At;
        f.Count++;
        f.At = tier.At;
        if (!IsWarm || !tier.KnowsWeekends) return;
        var gain = Math.Max(1.0 / f.Count, BetGain);
        var isFar = Math.Abs(tier.Off) > Margin;
        f.Deviation.Add(isFar ? judged.Deviation : 1, Math.Max(DeviationPoints, tier.PointsPerOne), gain);
        f.Novelty.Add(isFar ? judged.Novelty : 1, Math.Max(NoveltyPoints, tier.PointsPerOne), gain);
    }

    /// <summary>Forgets the evidence of both lanes, and nothing else.</summary>
    public void Forget()
    {
        Forget(SeriesLane.Novelty);
        Forget(SeriesLane.Deviation);
    }

    /// <summary>Forgets a lane's evidence.</summary>
    public void Forget(SeriesLane lane) =>
        (lane == SeriesLane.Novelty ? ref _facts.Novelty : ref _facts.Deviation).Evidence.Clear();

    /// <summary>Takes away a lane's evidence above a bar.</summary>
    public void Limit(SeriesLane lane, double bar) =>
        (lane == SeriesLane.Novelty ? ref _facts.Novelty : ref _facts.Deviation).Evidence.Limit(bar);

    /// <summary>Its whole memory: little-endian, of this version's layout.</summary>
    public byte[] Save()
    {
        var saved = new byte[Head];
        BinaryPrimitives.WriteInt32LittleEndian(saved, Head);
        MemoryMarshal.Write(saved.AsSpan(sizeof(int)), _facts);
        return [.. saved, .. _detector.Save()];
    }

    /// <summary>One that goes on as the one that was saved would have.</summary>
    /// <exception cref="FormatException">It is damaged or of another version of this programme.</exception>
    public static FullTier Restore(ReadOnlySpan<byte> saved)
    {
        if (saved.Length < Head || BinaryPrimitives.ReadInt32LittleEndian(saved) != Head)
            throw new FormatException("The full tier of a series was kept by another version of this programme.");
        var tier = new FullTier
        {
            _facts = MemoryMarshal.Read<Facts>(saved[sizeof(int)..]),
            _detector = SeriesDetector.Restore(saved[Head..].ToArray()),
        };
        ref var f = ref tier._facts;
        var sum = f.Novelty.Evidence.Amount + f.Deviation.Evidence.Amount;
        if (f.Count < 0 || !double.IsFinite(sum)) throw new FormatException("The full tier of a series is damaged.");
        return tier;
    }
}
