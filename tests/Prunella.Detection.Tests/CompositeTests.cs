using CsCheck;

using Prunella.Contracts;
using Prunella.Detection.Objectives;

namespace Prunella.Detection.Tests;

/// <summary>A composite objective is judged from its single ones by three-valued logic, which tell nobody by
/// themselves.</summary>
public sealed class CompositeTests
{
    private static readonly ServiceId Service = new("a");
    private static readonly Subject Whole = Subject.Of(Service);

    [Theory]
    [InlineData("all", "hh", Health.Healthy)]
    [InlineData("all", "hu", Health.Unhealthy)]
    [InlineData("all", "?u", Health.Unhealthy)]
    [InlineData("all", "h?", Health.Unknown)]
    [InlineData("any", "uu", Health.Unhealthy)]
    [InlineData("any", "hu", Health.Healthy)]
    [InlineData("any", "?h", Health.Healthy)]
    [InlineData("any", "u?", Health.Unknown)]
    [InlineData("not", "u", Health.Healthy)]
    [InlineData("not", "h", Health.Unhealthy)]
    [InlineData("not", "?", Health.Unknown)]
    public void Logic_has_three_values(string kind, string parts, Health expected)
    {
        var run = new Parts(Enum.Parse<TermKind>(kind, ignoreCase: true), parts.Length, 0);

        Assert.Equal(expected, run.Tick(parts));
    }

    [Fact]
    public void It_must_be_broken_for_as_long_as_it_says()
    {
        var run = new Parts(TermKind.All, 2, 3 * Shop.Second);

        Assert.Equal([Health.Healthy, Health.Healthy, Health.Healthy, Health.Unhealthy], Enumerable.Range(0, 4).Select(_ => run.Tick("hu")));
        Assert.Equal(Health.Healthy, run.Tick("hh"));
    }

    [Fact]
    public void A_broken_one_keeps_its_signal_until_it_is_kept()
    {
        var run = new Parts(TermKind.All, 2, 0);

        run.Tick("uh");
        var first = run.Verdict.Signal;
        run.Tick("uu");
        run.Tick("hu");

        Assert.Equal((first, Health.Unhealthy), (run.Verdict.Signal, run.Verdict.Health));
    }

    [Fact]
    public void What_was_broken_is_still_broken_after_the_documents_were_read_anew()
    {
        var run = new Parts(TermKind.All, 2, 60 * Shop.Second);
        for (var i = 0; i < 62; i++) run.Tick("uh");

        run.Renew();

        Assert.Equal(Health.Unhealthy, run.Tick("uh"));
    }

    [Fact]
    public void Any_more_broken_parts_never_make_all_or_any_better() => Check.Sample(
        Gen.Select(Gen.Bool, Gen.Int[0, 2].Array[2, 6], Gen.Int[0, 5]),
        (isAll, parts, which) =>
        {
            var kind = isAll ? TermKind.All : TermKind.Any;
            var worse = parts.ToArray();
            worse[which % worse.Length] = 2;

            Assert.True(Rank(new Parts(kind, parts.Length, 0).Tick(Text(parts))) <= Rank(new Parts(kind, worse.Length, 0).Tick(Text(worse))));
        });

    private static string Text(int[] parts) => string.Concat(parts.Select(p => "h?u"[p]));

    private static int Rank(Health health) => health switch { Health.Healthy => 0, Health.Unknown => 1, _ => 2 };

    private sealed class Parts(TermKind kind, int count, long forNanos)
    {
        private readonly CompositeSpec _spec = new(
            "p", Service,
            new TermSpec(kind, null, [.. Enumerable.Range(0, count).Select(i => new TermSpec(TermKind.Single, new ObjectiveSpec($"p#{i}", Service, i == 0 ? SignalKind.Latency : SignalKind.Errors, 990, 100, 0, 0), []))]), forNanos);

        private readonly Judge _judge = new();
        private CompositeDetector? _detector;
        private long _at = 1_790_000_000_000_000_000;

        public Verdict Verdict => _judge.Current().Last(v => v.Health != Health.Unknown);

        public void Renew() => _detector = null;

        public Health Tick(string parts)
        {
            _at += Shop.Second;
            _detector ??= new CompositeDetector(_spec);
            var verdicts = parts.Select((p, i) => (Key: (Whole, $"p#{i}"), Value: Part(p, i))).ToDictionary(p => p.Key, p => p.Value);
            _detector.Judge(_judge, verdicts, _at);
            _judge.Tell(_at);
            return _judge.Current().Where(v => v.SinceUnixNanos == _at || v.Health != Health.Unknown).Select(v => v.Health).DefaultIfEmpty(Health.Unknown).Max(h => h == Health.Unhealthy ? 2 : h == Health.Healthy ? 1 : 0) switch { 2 => Health.Unhealthy, 1 => Health.Healthy, _ => Health.Unknown };
        }

        private static Verdict Part(char health, int i) => new(
            Whole, i == 0 ? SignalKind.Latency : SignalKind.Errors, "objective", $"p#{i}",
            health switch { 'h' => Health.Healthy, 'u' => Health.Unhealthy, _ => Health.Unknown }, 800 + i, Direction.Up, 0,
            FaultKind.Errors, Witness.Gateway, false, Finding.Nothing);
    }
}
