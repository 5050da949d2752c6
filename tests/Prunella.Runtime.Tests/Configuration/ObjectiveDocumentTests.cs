using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Runtime.Configuration;

namespace Prunella.Runtime.Tests.Configuration;

/// <summary>An objective is read as declared, a budget with the pairs that the literature knows when it names none; what
/// cannot be meant is told with its place and what would be right, all at once.</summary>
public sealed class ObjectiveDocumentTests : IDisposable
{
    private const long Minute = 60_000_000_000;
    private const long Day = 24 * 60 * Minute;
    private readonly Documents _documents = new();

    public void Dispose() => _documents.Dispose();

    [Fact]
    public void A_budget_without_pairs_gets_the_usual_three()
    {
        var objective = Read("signal: errors, budget: { allowed: 0.1% }");

        Assert.Equal((1000, 30 * Day), (objective.Budget!.AllowedPerMillion, objective.Budget.OverNanos));
        Assert.Equal(ErrorBudget.Usual, objective.Budget.Burn);
        Assert.Equal((0, 0, 0), (objective.BelowMilli, objective.AboveMilli, objective.ForNanos));
    }

    [Fact]
    public void A_budget_is_read_with_its_own_pairs_the_fastest_first()
    {
        var objective = Read("signal: latency, below: 250ms, for: 1m, recover: { to: 40%, for: 5m }, budget: { allowed: 0.05%, over: 7d, burn: [ { rate: 1.5, long: 1d, short: 2h }, { rate: 10, long: 1h, short: 5m } ] }");

        Assert.Equal((500, 7 * Day, 250), (objective.Budget!.AllowedPerMillion, objective.Budget.OverNanos, objective.BelowMilli));
        Assert.Equal([new BurnPair(10_000, 60 * Minute, 5 * Minute), new BurnPair(1500, Day, 120 * Minute)], objective.Budget.Burn);
        Assert.Equal((new Recovery(400, 5 * Minute), Minute), (objective.Recovery, objective.ForNanos));
    }

    [Fact]
    public void A_bound_may_be_for_each_instance_and_says_when_it_is_kept_again()
    {
        var objective = Read("signal: saturation, below: 90%, scope: instance, recover: { to: 80%, for: 1m }");

        Assert.True(objective.PerInstance);
        Assert.Equal(new Recovery(800, Minute), objective.Recovery);
        Assert.Null(objective.Budget);
    }

    [Fact]
    public void Documents_from_before_keep_their_meaning_and_their_hash()
    {
        var configuration = Declare("signal: latency, quantile: 0.99, below: 250ms, for: 2s").Read().Configuration!;

        Assert.Equal(new Objective(SignalKind.Latency, 990, 250, 0, 2_000_000_000), configuration.Policies.Policies[0].Objective);
        Assert.Contains("""{"signal":"latency","quantilePerMille":990,"belowMilli":250,"aboveMilli":0,"forNanos":2000000000}""", System.Text.Encoding.UTF8.GetString(configuration.Content.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void The_kept_content_gives_the_same_budget_again()
    {
        var configuration = Declare("signal: errors, recover: { for: 10m }, budget: { allowed: 1%, burn: [ { rate: 5, long: 2h, short: 10m } ] }").Read().Configuration!;
        var again = ConfigurationReader.DecodePolicies(configuration.Content).Policies[0].Objective!;

        Assert.Equal(configuration.Policies.Policies[0].Objective!.Recovery, again.Recovery);
        Assert.Equal(configuration.Policies.Policies[0].Objective!.Budget!.Burn, again.Budget!.Burn);
        Assert.Equal(10_000, again.Budget.AllowedPerMillion);
    }

    [Theory]
    [InlineData("signal: errors, budget: 0.1%", "spec.objective.budget: must be a map of keys")]
    [InlineData("signal: errors, budget: { over: 30d }", "spec.objective.budget.allowed: is missing")]
    [InlineData("signal: errors, budget: { allowed: 0.1 }", "spec.objective.budget.allowed '0.1': is no share that may be bad. Allowed: 0.0001% to 50%")]
    [InlineData("signal: errors, budget: { allowed: 0% }", "is no share that may be bad")]
    [InlineData("signal: errors, budget: { allowed: 51% }", "is no share that may be bad")]
    [InlineData("signal: errors, budget: { allowed: 0.00001% }", "is no share that may be bad")]
    [InlineData("signal: errors, budget: { allowed: 0.1%, over: 1h }", "spec.objective.budget.over '1h': is out of range. Allowed: 1d to 90d")]
    [InlineData("signal: errors, budget: { allowed: 0.1%, burn: [] }", "spec.objective.budget.burn '0 items': is no list of pairs")]
    [InlineData("signal: errors, budget: { allowed: 0.1%, burn: [ { rate: 14.4, long: 1h } ] }", "burn[0].short: is missing")]
    [InlineData("signal: errors, budget: { allowed: 0.1%, burn: [ { rate: 14.4, lon: 1h, short: 5m } ] }", "is not a key here; did you mean 'long'?")]
    [InlineData("signal: errors, budget: { allowed: 0.1%, burn: [ { rate: fast, long: 1h, short: 5m } ] }", "burn[0].rate 'fast': is no burn rate. Allowed: 0.1 to 1000")]
    [InlineData("signal: errors, budget: { allowed: 0.1%, burn: [ { rate: 0, long: 1h, short: 5m } ] }", "is no burn rate")]
    [InlineData("signal: errors, budget: { allowed: 0.1%, burn: [ { rate: 2, long: 4d, short: 5m } ] }", "burn[0].long '4d': is out of range. Allowed: 2m to 3d")]
    [InlineData("signal: errors, budget: { allowed: 0.1%, burn: [ { rate: 2, long: 1h, short: 30s } ] }", "burn[0].short '30s': is out of range")]
    [InlineData("signal: errors, budget: { allowed: 0.1%, burn: [ { rate: 2, long: 1h, short: 1h } ] }", "burn[0].short: is not shorter than long")]
    [InlineData("signal: errors, budget: { allowed: 0.1%, burn: [ { rate: 2, long: 1h, short: 90s } ] }", "has a window that is no whole number of minutes")]
    [InlineData("signal: errors, budget: { allowed: 10%, burn: [ { rate: 14.4, long: 1h, short: 5m } ] }", "burn[0].rate '14.4': can never be exceeded: so many times the allowed share is more than all requests. Allowed: below 10")]
    [InlineData("signal: errors, budget: { allowed: 10% }", "makes the usual rate of 14.4 more than all requests")]
    [InlineData("signal: traffic, budget: { allowed: 1% }", "spec.objective.budget 'traffic': needs requests that can be bad. Allowed: signal errors or latency")]
    [InlineData("signal: latency, budget: { allowed: 1% }", "does not say what is late")]
    [InlineData("signal: latency, below: 1s, quantile: 0.9, budget: { allowed: 1% }", "spec.objective.quantile: stands beside a budget")]
    [InlineData("signal: errors, below: 1%, budget: { allowed: 1% }", "spec.objective.below: stands beside a budget")]
    [InlineData("signal: latency, below: 1s, above: 1ms, budget: { allowed: 1% }", "spec.objective.above: means nothing beside a budget")]
    [InlineData("signal: errors, scope: instance, budget: { allowed: 1% }", "a budget is the service's")]
    [InlineData("signal: errors, below: 1%, scope: region", "spec.objective.scope 'region': is not known. Allowed: service, instance")]
    [InlineData("signal: saturation, below: 90%, recover: { to: 150% }", "spec.objective.recover.to '150%': is out of range. Allowed: 10% to 100%")]
    [InlineData("signal: errors, below: 1%, recover: { to: 201% }", "Allowed: 10% to 200%")]
    [InlineData("signal: errors, below: 1%, recover: { for: 0s }", "spec.objective.recover.for '0s': is out of range")]
    [InlineData("signal: errors, below: 1%, recover: 1m", "must be a map of keys")]
    [InlineData("signal: traffic, below: 0", "has no bound")]
    public void A_mistake_is_named(string objective, string expected) =>
        Assert.Contains(expected, Declare(objective).ReadErrors(), StringComparison.Ordinal);

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var errors = Declare("signal: errors, scope: instanc, for: 9, recover: { to: 5 }, budget: { allowed: 7, over: 1h, burn: [ { rate: x, long: 1, short: 2 } ] }").Read().Errors;

        Assert.Equal(
            ["scope", "for", "recover.to", "budget.allowed", "budget.over", "budget.burn[0].rate", "budget.burn[0].long", "budget.burn[0].short"],
            errors.Select(e => e.Key["spec.objective.".Length..]));
    }

    [Theory]
    [InlineData("signal: gauge, below: 5", "observe", "is judged by nothing yet")]
    [InlineData("signal: traffic, below: 5, above: 9", "observe", "leaves nothing that is acceptable")]
    [InlineData("signal: errors, budget: { allowed: 0.1% }", "act", "acts on a budget with a short window of more than 30m")]
    public void What_is_allowed_and_probably_not_meant_is_a_warning(string objective, string mode, string expected) =>
        Assert.Contains(expected, Declare(objective, mode).ReadWarnings(), StringComparison.Ordinal);

    [Fact]
    public void A_fifth_latency_bound_of_one_service_is_a_warning()
    {
        Declare("signal: latency, below: 100ms");
        for (var i = 2; i <= 5; i++)
            _documents.With("Policy", $"p{i}", $"select: {{ service: checkout }}, remedies: [ tell ], objective: {{ below: {i}00ms }}");

        Assert.Contains("'500ms': has one latency bound too many for checkout", Assert.Single(_documents.Read().Warnings).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fast_pairs_may_act()
    {
        var fast = "signal: errors, budget: { allowed: 0.1%, burn: [ { rate: 14.4, long: 1h, short: 5m } ] }";

        Assert.Empty(Declare(fast, "act").ReadWarnings());
    }

    private Objective Read(string objective)
    {
        var result = Declare(objective).Read();
        Assert.Empty(result.Errors);
        return result.Configuration!.Policies.Policies[0].Objective!;
    }

    private Documents Declare(string objective, string mode = "observe") => _documents
        .With("Service", "checkout", "instances: [ { name: c-1, address: \"127.0.0.1:5111\" } ]")
        .With("Recipe", "tell", "for: { fault: [ slow ] }, steps: [ { page: true } ]")
        .With("Policy", "p", $"select: {{ service: checkout }}, remedies: [ tell ], mode: {mode}, objective: {{ {objective} }}");
}
