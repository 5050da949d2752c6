using CsCheck;

using Prunella.Contracts;

namespace Prunella.Diagnosis.Tests;

/// <summary>Spans make the same calls in whichever order they arrive, and no span can spoil the figures or the process.</summary>
public sealed class SpanJoinTests
{
    private const long Second = 1_000_000_000;
    private const long Now = 1_000 * Second;
    private static readonly string[] Services = ["a", "b", "c"];
    private static readonly string[] Peers = ["", "a", "b", "elsewhere"];

    [Fact]
    public void A_client_that_names_a_known_service_needs_no_child()
    {
        var diagnosis = Known();

        diagnosis.Observe([Client(1, "a/1", peer: "b")]);

        Assert.Equal(("a>b", 1L), Only(diagnosis));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_child_of_the_named_service_is_the_same_call(bool childFirst)
    {
        var diagnosis = Known();
        SpanRecord[] spans = [Client(1, "a/1", peer: "b"), Server(2, 1, "b/1")];

        diagnosis.Observe(childFirst ? [.. spans.Reverse()] : spans);

        Assert.Equal(("a>b", 1L), Only(diagnosis));
    }

    [Fact]
    public void A_name_that_is_no_service_of_the_fleet_makes_no_edge()
    {
        var diagnosis = Known();

        diagnosis.Observe([Client(1, "a/1", peer: "postgres.example")]);

        Assert.DoesNotContain(diagnosis.Edges(Now), e => e.Observed);
    }

    [Fact]
    public void A_span_sent_again_is_no_other_call()
    {
        var diagnosis = Known();

        diagnosis.Observe([Client(1, "a/1", peer: "b"), Client(1, "a/1", peer: "b")]);

        Assert.Equal(1, Only(diagnosis).Calls);
    }

    [Fact]
    public void Two_tries_that_came_before_their_client_are_two_calls()
    {
        var diagnosis = new FleetDiagnosis();

        diagnosis.Observe([Server(2, 1, "b/1"), Server(3, 1, "b/2"), Client(1, "a/1")]);

        Assert.Equal(("a>b", 2L), Only(diagnosis));
    }

    [Fact]
    public void A_span_that_found_its_other_half_is_not_counted_as_unmatched_when_it_goes()
    {
        var diagnosis = new FleetDiagnosis();

        for (var i = 1UL; i <= 25_000; i++) diagnosis.Observe([Client(2 * i, "a/1"), Server(2 * i + 1, 2 * i, "b/1")]);

        Assert.Equal(0, diagnosis.UnmatchedSpans);
    }

    [Fact]
    public void A_failure_on_either_side_is_a_failed_call()
    {
        var diagnosis = new FleetDiagnosis();

        diagnosis.Observe(
        [
            Client(1, "a/1"), Server(2, 1, "b/1") with { Failed = true },
            Client(3, "a/1") with { Failed = true }, Server(4, 3, "b/1"),
            Client(5, "a/1"), Server(6, 5, "b/1"),
        ]);

        Assert.Equal((3L, 2L), (Assert.Single(diagnosis.Edges(Now)).Calls, Assert.Single(diagnosis.Edges(Now)).Failed));
    }

    [Fact]
    public void A_wrong_clock_far_ahead_blocks_no_later_call()
    {
        var diagnosis = Known();
        diagnosis.Observe([Client(1, "a/1", peer: "b") with { StartUnixNanos = Now + 86_400 * Second }]);

        diagnosis.Observe([Client(2, "a/1", peer: "b")]);

        Assert.Equal(1, Only(diagnosis).Calls);
    }

    [Fact]
    public void Absurd_durations_do_not_overflow_the_sum()
    {
        var diagnosis = Known();

        for (var i = 1UL; i <= 5_000; i++)
            diagnosis.Observe([Client(i, "a/1", peer: "b") with { DurationNanos = long.MaxValue, StartUnixNanos = Now }]);

        Assert.Equal(3_600_000_000, diagnosis.Edges(Now).Single(e => e.Observed).MeanMicros);
    }

    [Fact]
    public void Of_too_many_edges_the_one_silent_longest_goes_and_is_counted()
    {
        var diagnosis = new FleetDiagnosis();
        for (var i = 1UL; i <= 2_001; i++)
            diagnosis.Observe([Client(2 * i, $"s{i}/1", at: Now + (long)i * Second), Server(2 * i + 1, 2 * i, "b/1")]);

        Assert.Equal((2_000, 1L), (diagnosis.Edges(Now).Count, diagnosis.ForgottenEdges));
        Assert.DoesNotContain(diagnosis.Edges(Now), e => e.Id.Caller.Name == "s1");
    }

    [Fact]
    public void Of_too_many_instances_with_lines_the_one_silent_longest_goes_and_is_counted()
    {
        var diagnosis = new FleetDiagnosis();
        for (var i = 1; i <= 2_001; i++)
            diagnosis.Observe([new LogLine(InstanceId.Parse($"a/{i}"), i, LogSeverity.Error, "e")]);

        Assert.Equal(1, diagnosis.ForgottenInstances);
        Assert.Empty(diagnosis.ErrorLines(InstanceId.Parse("a/1")));
    }

    [Fact]
    public void The_order_of_spans_does_not_matter()
    {
        var instance = Gen.Int[0, Services.Length - 1].Select(i => Services[i] + "/1");
        var peer = Gen.Int[0, Peers.Length - 1].Select(i => Peers[i]);
        var call = Gen.Select(instance, instance, peer, Gen.Int[0, 3], Gen.Bool);
        Gen.Select(call.Array[0, 12], Gen.Int[0, 1_000_000]).Sample((calls, seed) =>
        {
            var spans = Spans(calls);
            Assert.Equal(Read(spans), Read(Shuffled(spans, seed)));
        }, iter: 2_000);
    }

    private static List<SpanRecord> Spans((string Caller, string Callee, string Peer, int Children, bool Failed)[] calls)
    {
        var spans = new List<SpanRecord>();
        var id = 1UL;
        foreach (var (caller, callee, peer, children, failed) in calls)
        {
            var client = id++;
            spans.Add(Client(client, caller, peer) with { Failed = failed });
            for (var i = 0; i < children; i++) spans.Add(Server(id++, client, callee));
        }
        return spans;
    }

    private static SpanRecord[] Shuffled(List<SpanRecord> spans, int seed)
    {
        var shuffled = spans.ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }

    private static IReadOnlyList<EdgeReading> Read(IReadOnlyList<SpanRecord> spans)
    {
        var diagnosis = Known();
        diagnosis.Observe(spans);
        return diagnosis.Edges(Now);
    }

    private static (string Edge, long Calls) Only(FleetDiagnosis diagnosis)
    {
        var edge = diagnosis.Edges(Now).Single(e => e.Observed);
        return (edge.Id.ToString(), edge.Calls);
    }

    private static FleetDiagnosis Known()
    {
        var diagnosis = new FleetDiagnosis();
        diagnosis.Configure([], Some.Instances("a/1", "b/1", "c/1"));
        return diagnosis;
    }

    private static SpanRecord Client(ulong id, string instance, string? peer = null, long at = Now - Second) =>
        new(7, id, 0, InstanceId.Parse(instance), SpanSide.Client, "call", peer, at, 1_000_000, false);

    private static SpanRecord Server(ulong id, ulong parent, string instance) =>
        new(7, id, parent, InstanceId.Parse(instance), SpanSide.Server, "serve", null, Now - Second, 900_000, false);
}
