using Prunella.Contracts;

namespace Prunella.Diagnosis.Tests;

/// <summary>Edges are learnt from spans in whichever order they come, never override a declaration, and cost bounded memory.</summary>
public sealed class TopologyTests
{
    private const long Second = 1_000_000_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_client_span_and_its_server_child_make_an_edge(bool serverFirst)
    {
        var diagnosis = new FleetDiagnosis();
        SpanRecord[] spans = [Client(1, "checkout/c-1"), Server(2, 1, "payments/p-1")];

        diagnosis.Observe(serverFirst ? [.. spans.Reverse()] : spans);

        var edge = Assert.Single(diagnosis.Edges(10 * Second));
        Assert.Equal(("checkout>payments", 1L, false, true), (edge.Id.ToString(), edge.Calls, edge.Declared, edge.Observed));
    }

    [Fact]
    public void A_retry_counts_both_tries()
    {
        var diagnosis = new FleetDiagnosis();

        diagnosis.Observe([Client(1, "checkout/c-1"), Server(2, 1, "payments/p-1"), Server(3, 1, "payments/p-2")]);

        Assert.Equal(2, Assert.Single(diagnosis.Edges(10 * Second)).Calls);
    }

    [Fact]
    public void A_call_within_a_service_is_no_edge()
    {
        var diagnosis = new FleetDiagnosis();

        diagnosis.Observe([Client(1, "checkout/c-1"), Server(2, 1, "checkout/c-2")]);

        Assert.Empty(diagnosis.Edges(10 * Second));
    }

    [Fact]
    public void A_minute_later_the_calls_no_longer_count()
    {
        var diagnosis = new FleetDiagnosis();
        diagnosis.Observe([Client(1, "checkout/c-1"), Server(2, 1, "payments/p-1")]);

        Assert.Equal(0, Assert.Single(diagnosis.Edges(80 * Second)).Calls);
    }

    [Fact]
    public void A_declared_edge_that_nobody_saw_says_so()
    {
        var diagnosis = new FleetDiagnosis();
        diagnosis.Configure([DependencyId.Parse("a>b")], []);

        Assert.Equal((true, false), (diagnosis.Edges(0)[0].Declared, diagnosis.Edges(0)[0].Observed));
    }

    [Fact]
    public void Spans_that_never_find_their_other_half_are_let_go_and_counted()
    {
        var diagnosis = new FleetDiagnosis();

        for (var i = 1; i <= 30_000; i++) diagnosis.Observe([Client((ulong)i, "checkout/c-1")]);

        Assert.Equal(10_000, diagnosis.UnmatchedSpans);
    }

    [Fact]
    public void Keeps_the_last_hundred_error_lines_and_counts_all()
    {
        var diagnosis = new FleetDiagnosis();
        var instance = InstanceId.Parse("checkout/c-1");

        for (var i = 0; i < 150; i++)
            diagnosis.Observe([new LogLine(instance, i, LogSeverity.Error, $"e{i}"), new LogLine(instance, i, LogSeverity.Warning, "w")]);

        Assert.Equal(100, diagnosis.ErrorLines(instance).Count);
        Assert.Equal("e149", diagnosis.ErrorLines(instance)[^1].Body);
        Assert.Equal((150L, 150L), (diagnosis.CountLines(instance, LogSeverity.Error), diagnosis.CountLines(instance, LogSeverity.Warning)));
    }

    [Fact]
    public void Keeps_the_last_hundred_warnings_of_who_is_attended_to_and_of_nobody_else()
    {
        var diagnosis = new FleetDiagnosis();
        var (one, other) = (InstanceId.Parse("checkout/c-1"), InstanceId.Parse("cart/k-1"));
        void Warn(int from, int to)
        {
            for (var i = from; i < to; i++)
                diagnosis.Observe([new LogLine(one, i, LogSeverity.Warning, $"w{i}"), new LogLine(other, i, LogSeverity.Warning, "w")]);
        }
        Warn(0, 10);
        Assert.Empty(diagnosis.Warnings(one));

        diagnosis.Attend([new ServiceId("checkout")]);
        Warn(10, 150);

        Assert.Equal((100, "w149"), (diagnosis.Warnings(one).Count, diagnosis.Warnings(one)[^1].Body));
        Assert.Empty(diagnosis.Warnings(other));
        Assert.Empty(diagnosis.ErrorLines(one));

        diagnosis.Attend([]);
        Assert.Equal(100, diagnosis.Warnings(one).Count);
        Warn(150, 151);
        Assert.Empty(diagnosis.Warnings(one));
    }

    private static SpanRecord Client(ulong id, string instance) =>
        new(7, id, 0, InstanceId.Parse(instance), SpanSide.Client, "call", null, 5 * Second, 1_000_000, false);

    private static SpanRecord Server(ulong id, ulong parent, string instance) =>
        new(7, id, parent, InstanceId.Parse(instance), SpanSide.Server, "serve", null, 5 * Second, 900_000, false);
}
