using Prunella.Contracts;

namespace Prunella.Diagnosis.Tests;

/// <summary>Whom a trouble is put down to where it is not plain: several faults at once, cycles, blind spots, bad ways.</summary>
public sealed class TroubleTests
{
    private static readonly string[] Names =
        ["storefront/s-1", "catalog/k-1", "checkout/c-1", "checkout/c-2", "checkout/c-3", "payments/p-1", "payments/p-2"];

    [Fact]
    public void Calls_that_fail_while_the_callee_is_well_put_the_way_on_the_list_at_low_probability()
    {
        var ranking = Rank(Some.Bad("dependency/checkout>payments", signal: SignalKind.Errors, detector: "error-ratio"), Some.Well("instance/payments/p-1"));

        var suspect = Assert.Single(ranking.Suspects);
        Assert.Equal(("dependency/checkout>payments", FaultKind.Network), (suspect.Subject.Text, suspect.Fault));
        Assert.InRange(suspect.ProbabilityPerMille, 1, 300);
        Assert.Equal(["checkout", "payments"], ranking.Neighbourhood.Select(n => n.Name));
    }

    [Fact]
    public void Bad_calls_to_a_sick_callee_only_make_the_caller_a_victim()
    {
        var ranking = Rank(
            Some.Bad("dependency/checkout>payments", signal: SignalKind.Errors, detector: "error-ratio"),
            Some.Bad("instance/payments/p-1"), Some.Bad("instance/payments/p-2"));

        Assert.Equal(["service/payments"], ranking.Suspects.Select(s => s.Subject.Text));
        Assert.Equal(["service/checkout"], ranking.Victims.Select(v => v.Text));
    }

    [Fact]
    public void A_dead_instance_above_a_sick_callee_is_suspected_beside_it_and_does_not_tie()
    {
        var ranking = Rank(
            Some.Bad("instance/checkout/c-2", FaultKind.Crash), Some.Well("instance/checkout/c-1"), Some.Well("instance/checkout/c-3"),
            Some.Bad("instance/payments/p-1"), Some.Bad("instance/payments/p-2"));

        Assert.Equal(["service/payments", "instance/checkout/c-2"], ranking.Suspects.Select(s => s.Subject.Text));
        Assert.False(ranking.Abstained);
    }

    [Fact]
    public void A_service_whose_every_instance_is_dead_is_not_excused_by_a_sick_callee()
    {
        var ranking = Rank(
            Some.Bad("instance/checkout/c-1", FaultKind.Crash), Some.Bad("instance/checkout/c-2", FaultKind.Crash),
            Some.Bad("instance/checkout/c-3", FaultKind.Crash), Some.Bad("instance/catalog/k-1"));

        Assert.Contains(ranking.Suspects, s => s.Subject.Text == "service/checkout" && s.Fault == FaultKind.Crash);
        Assert.Empty(ranking.Victims);
    }

    [Fact]
    public void A_third_suspect_of_another_service_ties_as_well()
    {
        var ranking = Rank(
            "front>a a>x front>b", ["a/1", "a/2", "a/3", "a/4", "b/1"],
            Some.Bad("service/front", detector: "objective"),
            Some.Bad("instance/a/1"), Some.Bad("instance/a/2"), Some.Well("instance/a/3"), Some.Well("instance/a/4"),
            Some.Bad("instance/b/1"));

        Assert.Equal(["instance/a/1", "instance/a/2", "instance/b/1"], ranking.Suspects.Select(s => s.Subject.Text));
        Assert.True(ranking.Abstained);
    }

    [Fact]
    public void Services_that_call_each_other_in_a_ring_tie()
    {
        var ranking = Rank("a>b b>c c>a", ["a/1", "b/1", "c/1"], Some.Bad("instance/a/1"), Some.Bad("instance/b/1"), Some.Bad("instance/c/1"));

        Assert.Equal(3, ranking.Suspects.Count);
        Assert.True(ranking.Abstained);
    }

    [Fact]
    public void Whoever_calls_into_a_ring_is_its_victim()
    {
        var ranking = Rank("front>a a>b b>a", ["a/1", "b/1"], Some.Bad("service/front"), Some.Bad("instance/a/1"), Some.Bad("instance/b/1"));

        Assert.Equal(["service/front"], ranking.Victims.Select(v => v.Text));
    }

    [Fact]
    public void The_trail_leads_through_a_proxy_of_which_nothing_is_known()
    {
        var ranking = Rank("front>proxy proxy>back", ["front/1", "back/1"], Some.Bad("instance/front/1"), Some.Bad("instance/back/1"));

        Assert.Equal("instance/back/1", ranking.Suspects[0].Subject.Text);
    }

    [Fact]
    public void The_trail_ends_at_a_service_that_is_well()
    {
        var diagnosis = Diagnosis("front>middle middle>back", ["front/1", "middle/1", "back/1"]);

        var rankings = diagnosis.Rank([Some.Bad("instance/front/1"), Some.Well("instance/middle/1"), Some.Bad("instance/back/1")]);

        Assert.Equal(["instance/back/1", "instance/front/1"], rankings.Select(r => r.Suspects[0].Subject.Text));
    }

    [Fact]
    public void A_service_that_calls_itself_is_not_its_own_victim()
    {
        var ranking = Rank("a>a", ["a/1"], Some.Bad("instance/a/1"));

        Assert.Equal("instance/a/1", ranking.Suspects[0].Subject.Text);
        Assert.Empty(ranking.Victims);
    }

    [Theory]
    [InlineData(FaultKind.Crash, FaultKind.Crash)]
    [InlineData(FaultKind.Hang, FaultKind.Slow)]
    [InlineData(FaultKind.Errors, FaultKind.Errors)]
    [InlineData(FaultKind.Slow, FaultKind.Slow)]
    public void A_whole_service_is_named_by_what_all_its_instances_show(FaultKind each, FaultKind whole)
    {
        var ranking = Rank(Some.Bad("instance/payments/p-1", each), Some.Bad("instance/payments/p-2", each));

        Assert.Equal(("service/payments", whole), (ranking.Suspects[0].Subject.Text, ranking.Suspects[0].Fault));
    }

    [Fact]
    public void A_level_alone_does_not_say_what_is_full() =>
        Assert.Equal(FaultKind.Unknown, Rank(Some.Bad("instance/catalog/k-1", signal: SignalKind.Saturation, detector: "objective")).Suspects[0].Fault);

    [Fact]
    public void More_kinds_of_witness_make_it_likelier()
    {
        var one = Rank(Some.Bad("instance/catalog/k-1"));
        var two = Rank(Some.Bad("instance/catalog/k-1"), Some.Bad("instance/catalog/k-1", detector: "in-flight"));

        Assert.True(two.Suspects[0].ProbabilityPerMille > one.Suspects[0].ProbabilityPerMille);
    }

    [Fact]
    public void Says_why_with_numbers()
    {
        var ranking = Rank(
            Some.Bad("instance/checkout/c-2", detector: "latency-peers") with { Evidence = new Evidence(412, 6, 1, 37, 41, 9000) },
            Some.Well("instance/checkout/c-1"), Some.Well("instance/checkout/c-3"));

        Assert.Equal(
            "checkout/c-2: 37 of 41 bad, 412 ms where 6 ms is expected (latency-peers); 2 of its 2 peers are well; seen by gateway.",
            ranking.Suspects[0].Why);
    }

    private static SuspectRanking Rank(params Verdict[] verdicts) =>
        Rank("storefront>checkout checkout>catalog checkout>payments", Names, verdicts);

    private static SuspectRanking Rank(string edges, string[] instances, params Verdict[] verdicts) =>
        Assert.Single(Diagnosis(edges, instances).Rank(verdicts));

    private static FleetDiagnosis Diagnosis(string edges, string[] instances)
    {
        var diagnosis = new FleetDiagnosis();
        diagnosis.Configure(Some.Edges(edges.Split(' ')), Some.Instances(instances));
        return diagnosis;
    }
}
