using CsCheck;

using Prunella.Contracts;

namespace Prunella.Diagnosis.Tests;

/// <summary>The deepest unhealthy callee is blamed; an instance when its peers are well, else the service; a tie abstains.</summary>
public sealed class RankingTests
{
    private static readonly string[] Names =
        ["storefront/s-1", "catalog/k-1", "checkout/c-1", "checkout/c-2", "checkout/c-3", "payments/p-1", "payments/p-2"];

    [Fact]
    public void Blames_the_one_instance_whose_peers_are_well()
    {
        var ranking = Rank(Some.Bad("instance/checkout/c-2"), Some.Well("instance/checkout/c-1"), Some.Well("instance/checkout/c-3"));

        Assert.Equal(("instance/checkout/c-2", FaultKind.Slow), Best(ranking));
        Assert.False(ranking.Abstained);
    }

    [Fact]
    public void Names_the_deploy_that_trouble_began_after_and_a_bad_deploy_where_nothing_else_is_named()
    {
        Verdict After(Verdict verdict) =>
            verdict with { Evidence = verdict.Evidence with { Deploy = new DeployEvidence("2.4.1", 40_000_000_000, true) } };

        var slow = Rank(After(Some.Bad("instance/checkout/c-2")), Some.Well("instance/checkout/c-1"), Some.Well("instance/checkout/c-3"));
        Assert.Equal(FaultKind.Slow, Best(slow).Fault);
        Assert.EndsWith(" It began 40 s after version 2.4.1 was deployed.", slow.Suspects[0].Why, StringComparison.Ordinal);

        var level = Some.Bad("service/payments", detector: "usual-level/threads", signal: SignalKind.Gauge);
        Assert.Equal(("service/payments", FaultKind.BadDeploy), Best(Rank(After(level))));
        Assert.Equal(("service/payments", FaultKind.Unknown), Best(Rank(level)));
    }

    [Fact]
    public void Blames_the_service_when_most_of_it_looks_bad()
    {
        var ranking = Rank(Some.Bad("instance/payments/p-1", FaultKind.Hang), Some.Bad("instance/payments/p-2", FaultKind.Hang));

        Assert.Equal(("service/payments", FaultKind.Slow), Best(ranking));
    }

    [Fact]
    public void Blames_the_callee_and_calls_its_callers_victims()
    {
        var ranking = Rank(
            Some.Bad("service/storefront", detector: "objective"), Some.Bad("service/checkout", detector: "objective"),
            Some.Bad("instance/payments/p-1", FaultKind.Hang), Some.Bad("instance/payments/p-2", FaultKind.Hang));

        Assert.Equal(("service/payments", FaultKind.Slow), Best(ranking));
        Assert.Equal(["service/checkout", "service/storefront"], ranking.Victims.Select(v => v.Text));
        Assert.Equal(["checkout", "payments", "storefront"], ranking.Neighbourhood.Select(n => n.Name));
    }

    [Fact]
    public void An_objective_broken_by_one_instance_leads_to_that_instance()
    {
        var ranking = Rank(
            Some.Bad("service/checkout", detector: "objective"), Some.Bad("instance/checkout/c-3", detector: "latency-peers"),
            Some.Well("instance/checkout/c-1"), Some.Well("instance/checkout/c-2"));

        Assert.Equal("instance/checkout/c-3", Best(ranking).Subject);
        Assert.Empty(ranking.Victims);
    }

    [Fact]
    public void A_callers_instance_that_is_only_off_its_own_history_is_no_suspect_beside_a_sick_callee()
    {
        var ranking = Rank(
            Some.Bad("instance/checkout/c-1", detector: "latency"), Some.Well("instance/checkout/c-2"), Some.Well("instance/checkout/c-3"),
            Some.Bad("instance/payments/p-1"), Some.Bad("instance/payments/p-2"));

        Assert.Equal(["service/payments"], ranking.Suspects.Select(s => s.Subject.Text));
    }

    [Fact]
    public void A_plain_level_accuses_nobody_while_callers_feel_something_and_is_heard_when_it_is_all_there_is()
    {
        var threads = Some.Bad("instance/checkout/c-1", detector: "usual-level/process.thread.count", signal: SignalKind.Gauge);
        Verdict[] well = [Some.Well("instance/checkout/c-2"), Some.Well("instance/checkout/c-3")];

        var felt = Rank([threads, .. well, Some.Bad("instance/payments/p-1"), Some.Bad("instance/payments/p-2")]);
        Assert.Equal(["service/payments"], felt.Suspects.Select(s => s.Subject.Text));

        Assert.Equal("instance/checkout/c-1", Best(Rank([threads, .. well])).Subject);
    }

    [Fact]
    public void Dead_comes_before_late()
    {
        var ranking = Rank(
            Some.Bad("instance/checkout/c-1", FaultKind.Crash), Some.Bad("instance/checkout/c-1", detector: "latency-peers"),
            Some.Well("instance/checkout/c-2"), Some.Well("instance/checkout/c-3"));

        Assert.Equal(FaultKind.Crash, Best(ranking).Fault);
    }

    [Fact]
    public void The_lone_instance_of_a_service_is_its_own_suspect() =>
        Assert.Equal(("instance/catalog/k-1", FaultKind.Crash), Best(Rank(Some.Bad("instance/catalog/k-1", FaultKind.Crash))));

    [Fact]
    public void Two_callees_equally_sick_tie()
    {
        var ranking = Rank(
            Some.Bad("service/checkout", detector: "objective"), Some.Bad("instance/catalog/k-1"),
            Some.Bad("instance/payments/p-1"), Some.Bad("instance/payments/p-2"));

        Assert.True(ranking.Abstained);
        Assert.Equal(2, ranking.Suspects.Count);
    }

    [Fact]
    public void Unknown_is_neither()
    {
        Assert.Empty(Diagnosis().Rank([Some.Silent("instance/checkout/c-1"), Some.Silent("service/payments")]));
    }

    [Fact]
    public void Troubles_that_do_not_touch_are_ranked_apart()
    {
        var diagnosis = new FleetDiagnosis();
        diagnosis.Configure(Some.Edges("a>b"), Some.Instances("a/a-1", "b/b-1", "x/x-1"));

        var rankings = diagnosis.Rank([Some.Bad("instance/b/b-1"), Some.Bad("instance/x/x-1")]);

        Assert.Equal(["instance/b/b-1", "instance/x/x-1"], rankings.Select(r => r.Suspects[0].Subject.Text));
    }

    [Fact]
    public void Any_verdicts_on_any_graph_give_a_ranking_of_at_most_1000()
    {
        var names = Gen.Int[0, 4].Select(i => $"s{i}");
        var edges = Gen.Select(names, names).Select(p => DependencyId.Parse($"{p.Item1}>{p.Item2}")).Array[0, 12];
        var subject = Gen.Select(names, names, Gen.Int[0, 4]).Select(p => p.Item3 switch
        {
            0 => $"service/{p.Item1}",
            4 => $"dependency/{p.Item1}>{p.Item2}",
            _ => $"instance/{p.Item1}/i{p.Item3}",
        });
        var verdict = Gen.Select(subject, Gen.Int[0, 2], Gen.Int[0, 1000], Gen.Int[0, 4]).Select(p => p.Item2 switch
        {
            0 => Some.Well(p.Item1),
            1 => Some.Silent(p.Item1),
            _ => Some.Bad(p.Item1, (FaultKind)p.Item4, confidence: p.Item3),
        });
        Gen.Select(edges, verdict.Array[0, 20]).Sample((graph, verdicts) =>
        {
            var diagnosis = new FleetDiagnosis();
            diagnosis.Configure(graph, []);
            var rankings = diagnosis.Rank(verdicts);
            Assert.All(rankings, r =>
            {
                Assert.True(r.Suspects.Sum(s => s.ProbabilityPerMille) <= 1000);
                Assert.NotEmpty(r.Suspects);
                Assert.Empty(r.Victims.Select(v => v.Text).Intersect(r.Suspects.Select(s => s.Subject.Text)));
            });
            Assert.Equal(
                rankings.SelectMany(r => r.Suspects).Select(s => (s.Subject, s.Fault, s.ProbabilityPerMille, s.Why)),
                diagnosis.Rank([.. verdicts.Reverse()]).SelectMany(r => r.Suspects).Select(s => (s.Subject, s.Fault, s.ProbabilityPerMille, s.Why)));
        }, iter: 5_000);
    }

    private static FleetDiagnosis Diagnosis()
    {
        var diagnosis = new FleetDiagnosis();
        diagnosis.Configure(Some.Edges("storefront>checkout", "checkout>catalog", "checkout>payments"), Some.Instances(Names));
        return diagnosis;
    }

    private static SuspectRanking Rank(params Verdict[] verdicts) => Assert.Single(Diagnosis().Rank(verdicts));

    private static (string Subject, FaultKind Fault) Best(SuspectRanking ranking) => (ranking.Suspects[0].Subject.Text, ranking.Suspects[0].Fault);
}
