using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Runtime.Configuration;
using Prunella.Runtime.Perception;

namespace Prunella.Runtime.Tests.Configuration;

/// <summary>Objectives made of several, recovery goals and review dates are read as declared.</summary>
public sealed class CompositeDocumentTests : IDisposable
{
    private readonly Documents _documents = new();

    public void Dispose() => _documents.Dispose();

    [Fact]
    public void Terms_nest_and_survive_being_kept()
    {
        var result = Declare("objective: { all: [ { below: 250ms }, { any: [ { signal: errors, below: 1% }, { not: { signal: traffic, above: 5 } } ] } ], for: 3s }").Read();

        Assert.Empty(result.Errors);
        foreach (var set in (PolicySet[])[result.Configuration!.Policies, ConfigurationReader.DecodePolicies(result.Configuration.Content)])
        {
            var composite = set.Policies[0].Composite!;
            Assert.Null(set.Policies[0].Objective);
            Assert.Equal([SignalKind.Latency, SignalKind.Errors, SignalKind.Traffic], composite.Term.Singles().Select(s => s.Signal));
            Assert.Equal((3_000_000_000, 2), (composite.ForNanos, composite.Term.All!.Count));
            Assert.NotNull(composite.Term.All[1].Any![1].Not!.Single);
        }
        var spec = Assert.Single(ObjectiveSpecs.Composites(result.Configuration.Policies));
        Assert.Equal(["p#1", "p#2", "p#3"], spec.Term.Singles().Select(s => s.Policy));
        Assert.All(spec.Term.Singles(), s => Assert.True(s.IsPart));
        Assert.Empty(ObjectiveSpecs.Singles(result.Configuration.Policies));
    }

    [Theory]
    [InlineData("objective: { all: [] }", "spec.objective.all: is empty")]
    [InlineData("objective: { all: [ { below: 1s } ], any: [ { below: 1s } ] }", "stands beside all")]
    [InlineData("objective: { all: [ { below: 1s } ], signal: errors }", "spec.objective.signal: stands beside all")]
    [InlineData("objective: { not: { all: [ { below: 1s } ], for: 1s } }", "spec.objective.not.for: stands beside all")]
    [InlineData("objective: { not: { signal: latency } }", "has no bound")]
    [InlineData("objective: { all: [ { below: 400 } ] }", "spec.objective.all[0].below '400': is no duration")]
    [InlineData("objective: { any: [ { signal: errors, below: 1% }, { signal: errors, below: 2%, scope: instance } ] }", "mixes what is judged per service with what is judged per instance")]
    [InlineData("goal: {}", "spec.goal.within: is missing")]
    [InlineData("goal: { within: 10 }", "spec.goal.within '10': is no duration")]
    public void A_mistake_is_named(string spec, string expected) =>
        Assert.Contains(expected, Declare(spec).ReadErrors(), StringComparison.Ordinal);

    [Theory]
    [InlineData("2026-02-30")]
    [InlineData("soon")]
    [InlineData("31.12.2026")]
    public void A_review_date_is_a_day(string day) =>
        Assert.Contains($"metadata.reviewBy '{day}': is no day", Declare("mode: observe", $", reviewBy: {day}").ReadErrors(), StringComparison.Ordinal);

    [Fact]
    public void Goal_and_review_date_are_kept()
    {
        var policy = Declare("goal: { within: 10m, recovers: 40% }", ", reviewBy: 2026-12-31").Read().Configuration!.Policies.Policies[0];

        Assert.Equal((new RecoveryGoal(600_000_000_000, 400), "2026-12-31"), (policy.Goal, policy.ReviewBy));
    }

    private Documents Declare(string spec, string metadata = "") => _documents
        .With("Service", "s", """instances: [ { name: a, address: "127.0.0.1:1" } ]""")
        .With("Recipe", "tell", "for: { fault: [ slow ] }, steps: [ { page: true } ]")
        .With("Policy", "p", "select: { service: s }, remedies: [ tell ], " + spec, metadata);
}
