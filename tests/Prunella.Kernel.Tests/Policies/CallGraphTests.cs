using Prunella.Contracts;
using Prunella.Kernel.Policies;

namespace Prunella.Kernel.Tests.Policies;

/// <summary>Who is in line with whom, by however many calls.</summary>
public sealed class CallGraphTests
{
    [Fact]
    public void Callers_and_callees_of_any_depth_are_in_line_and_those_beside_are_not()
    {
        var calls = Calls((0, 1), (1, 2), (2, 3), (0, 4), (5, 3));

        var isInLine = calls.LineOf(Service(2));

        Assert.Equal([true, true, true, true, false, false], Enumerable.Range(0, 6).Select(n => isInLine(Service(n))));
    }

    [Fact]
    public void Who_calls_nobody_and_is_called_by_nobody_is_in_line_with_itself()
    {
        var isInLine = Calls((0, 1)).LineOf(Service(7));

        Assert.True(isInLine(Service(7)));
        Assert.False(isInLine(Service(0)));
    }

    [Fact]
    public void In_any_graph_with_circles_it_says_what_going_from_call_to_call_says()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var chance = new Random(seed);
            var services = chance.Next(2, 12);
            (int From, int To)[] edges =
                [.. Enumerable.Range(0, chance.Next(1, 20)).Select(_ => (chance.Next(services), chance.Next(services)))];
            var from = chance.Next(services);

            var isInLine = Calls(edges).LineOf(Service(from));

            var expected = Enumerable.Range(0, services).Where(n => Leads(from, n, edges, services) || Leads(n, from, edges, services));
            Assert.Equal(expected, Enumerable.Range(0, services).Where(n => isInLine(Service(n))));
        }
    }

    /// <summary>Once it was a walk for each that might be compared, with a text compared at each step: a verification cost
    /// a large fleet more than all that was decided between two.</summary>
    [Fact]
    public void A_line_of_ten_thousand_is_walked_in_two_bits_a_service()
    {
        const int services = 10_000;
        var calls = Calls([.. Enumerable.Range(0, services - 1).Select(n => (n, n + 1))]);
        calls.LineOf(Service(0));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var isInLine = calls.LineOf(Service(services / 2));
        var cost = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(isInLine(Service(services - 1)));
        Assert.InRange(cost, services / 4, services / 2);
    }

    private static bool Leads(int from, int to, (int From, int To)[] edges, int steps) =>
        from == to || steps > 0 && edges.Any(e => e.From == from && Leads(e.To, to, edges, steps - 1));

    private static CallGraph Calls(params (int From, int To)[] edges) => new(edges.Select(e =>
        new DependencyRules(new DependencyId(Service(e.From), Service(e.To)), "", false, false, 0)));

    private static ServiceId Service(int number) => new($"service-{number:00000}");
}
