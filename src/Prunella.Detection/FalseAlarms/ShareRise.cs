using Prunella.Detection.Hot;

namespace Prunella.Detection.FalseAlarms;

/// <summary>Evidence, gathered over time, that a share has risen: small and lasting counts as much as
/// large and short.</summary>
/// <remarks>
/// Intuition: bet at every block that its share will be above the usual one p. Whoever stakes the part
/// f of what he owns has (1 - f) + f share / p times as much afterwards, which is at most as much on
/// average while the share's mean is at most p, however the requests of a block hang together: no
/// variance has to be known for it (I. Waudby-Smith, A. Ramdas, Estimating means of bounded random
/// variables by betting, J. R. Stat. Soc. B 86, 2024). A new bettor joins at every block, because nobody
/// knows when the change began, and what all of them own together is the evidence R: R = (R + 1) L. It
/// is a Shiryaev-Roberts e-detector (J. Shin, A. Ramdas, A. Rinaldo, E-detectors: a nonparametric
/// framework for sequential change detection, 2022, arXiv 2203.03532): without a change, R passes A less
/// often than once in A blocks on average, however often it is looked at. Four stakes own a quarter
/// each: the small ones suit few requests, the large ones many. A likelihood ratio of two beta-binomial
/// laws would need fewer blocks where there are many requests, but it counts a wrong guess of their
/// correlation as evidence. One block pays at most a given factor: a second is one witness, and a stall
/// of the whole machine must not speak for itself. A payment cut down keeps the bound.
/// </remarks>
/// <param name="mostOfOneBlock">Powers of ten that one block can be worth.</param>
internal sealed class ShareRise(double mostOfOneBlock)
{
    private static readonly double[] Stakes = [0.03, 0.1, 0.3, 0.9];

    /// <summary>Far beyond any bar, far below what a double holds.</summary>
    private const double MostEvidence = 1e100;
    private readonly double _most = mostOfOneBlock * Math.Log(10);

    /// <summary>Who bets one of the stakes.</summary>
    private struct Bettor
    {
        public double Evidence;

        /// <summary>Gain (ln) since the block that was best to begin at: where the change seems to have
        /// been.</summary>
        public double Run;
        public long From;
        public long Bad;
        public long Total;
    }

    private readonly Bettor[] _bettors = new Bettor[Stakes.Length];

    /// <summary>1000 log10 of the evidence; 0 when there is none.</summary>
    public int Surprise => (int)Math.Max(0, Math.Round(1000 * Math.Log10(Math.Max(1, Mean))));

    /// <summary>The counts since the change seems to have been.</summary>
    public Counts Since => new(_bettors[Best].Bad, _bettors[Best].Total, 0);

    /// <summary>When it seems to have been, Unix nanoseconds.</summary>
    public long SinceAt => _bettors[Best].From;

    private int Best
    {
        get
        {
            var best = 0;
            for (var i = 1; i < _bettors.Length; i++)
            {
                if (_bettors[i].Run > _bettors[best].Run) best = i;
            }
            return best;
        }
    }

    private double Mean
    {
        get
        {
            var sum = 0.0;
            foreach (ref readonly var bettor in _bettors.AsSpan()) sum += bettor.Evidence;
            return sum / Stakes.Length;
        }
    }

    /// <summary>Takes a block.</summary>
    /// <param name="block">Its counts.</param>
    /// <param name="from">When it began.</param>
    /// <param name="share">The largest share that is nothing new.</param>
    /// <param name="power">How independent blocks are, see <see cref="Persistence.Power"/>.</param>
    public void Step(Counts block, long from, double share, double power)
    {
        if (block.Total <= 0) return;
        var gain = block.Share / share;
        for (var i = 0; i < Stakes.Length; i++)
        {
            ref var bettor = ref _bettors[i];
            var paid = Math.Min(_most, power * Math.Log(1 - Stakes[i] + Stakes[i] * gain));
            bettor.Evidence = Math.Min(MostEvidence, (bettor.Evidence + 1) * Math.Exp(paid));
            if (bettor.Run <= 0) (bettor.Run, bettor.From, bettor.Bad, bettor.Total) = (0, from, 0, 0);
            bettor.Run += paid;
            bettor.Bad += block.Bad;
            bettor.Total += block.Total;
        }
    }

    /// <summary>Forgets what is beyond one power of ten above the bar, so that a change back is seen as
    /// soon.</summary>
    public void Cap(int bar)
    {
        var (mean, most) = (Mean, Math.Pow(10, bar / 1000.0 + 1));
        if (mean <= most) return;
        foreach (ref var bettor in _bettors.AsSpan()) bettor.Evidence *= most / mean;
    }
}
