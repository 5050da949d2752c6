using Prunella.Runtime.Configuration;

namespace Prunella.Runtime.Tests.Configuration;

/// <summary>What a set allows and can hardly mean is told; what two sets mean is compared; what a policy says is put into
/// words.</summary>
public sealed class SetCheckTests : IDisposable
{
    private const string Shop = """gateway: edge, instances: [ { name: a, address: "127.0.0.1:1", process: { command: x } }, { name: b, address: "127.0.0.1:2", process: { command: x } } ]""";
    private readonly Documents _documents = new();

    public void Dispose() => _documents.Dispose();

    [Theory]
    [InlineData("halt", "mode: observe", "'halt': has no way back: nothing takes its stop back")]
    [InlineData("restart", "mode: observe", "'halt': can never be reached: no policy names it")]
    [InlineData("restart", "mode: observe", "'lonely': can never be reached: no policy names it")]
    [InlineData("sure", "mode: observe", "can never be reached: no suspect is ever quite certain")]
    [InlineData("restart", "guardrails: { budget: { remediations: 50, per: 1h } }", "'50 per 1h': has a budget that can never be used: the fleet allows less. Allowed: at most 20 per 1h")]
    [InlineData("restart", "goal: { within: 10s }", "'10s': has a goal that can hardly be met")]
    [InlineData("restart", "goal: { within: 10m, recovers: 90% }", "asks more than restart expects of itself")]
    [InlineData("tune", "mode: observe", "'tune': can never be used: diagnosis names none of its faults (external, flapping) in this version")]
    [InlineData("hopes", "mode: observe", "'hopes': can never be used in this version: nobody can know its precondition headroom")]
    [InlineData("restart, halt", "mode: act", "'halt': undoes what restart does to s: the two may go to and fro")]
    [InlineData("halt, begin", "mode: act", "'begin': undoes what halt does to s: the two may go to and fro")]
    public void What_can_hardly_be_meant_is_told(string remedies, string spec, string expected)
    {
        Declare(remedies, spec);

        Assert.Contains(expected, _documents.ReadWarnings(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stop: suspect", "disruption: high, rollback: person")]
    [InlineData("stop: suspect", "disruption: high, rollback: restore")]
    [InlineData("stop: suspect }, { start: suspect", "disruption: high")]
    public void A_way_back_that_is_said_is_one(string steps, string rest)
    {
        Declare("mine", "mode: approve");
        _documents.With("Recipe", "mine", $"for: {{ fault: [ slow ] }}, steps: [ {{ {steps} }} ], {rest}");

        Assert.DoesNotContain("'mine'", _documents.ReadWarnings(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_demos_documents_are_clean_of_all_that()
    {
        var result = ConfigurationReader.Read(Path.Combine(Repository.Root, "samples", "Shop", "policies"), _ => null);

        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void Only_meaning_differs()
    {
        Declare("restart", "mode: act");
        var before = _documents.Read().Configuration!;
        using var same = new Documents();
        Declare("restart", "# said for people\n mode: act, guardrails: { cooldown: 120s, minHealthy: 50% }", same);
        using var other = new Documents();
        Declare("restart, begin", "mode: approve, guardrails: { cooldown: 10s }", other, instance: 3);

        Assert.Empty(PolicyDiff.Between(before, same.Read().Configuration!));
        Assert.Equal(
            [
                "Policy p guardrails.cooldown 2m>10s More",
                "Policy p mode act>approve Less",
                "Policy p remedies restart>restart, begin Same",
                "Setup instance s/a address http://127.0.0.1:1/>http://127.0.0.1:3/ Same",
            ],
            PolicyDiff.Between(before, other.Read().Configuration!).Select(c => $"{c.Kind} {c.Name} {c.Key} {c.Before}>{c.After} {c.Freedom}"));
    }

    [Fact]
    public void A_document_that_comes_or_goes_is_one_change()
    {
        Declare("restart", "mode: act");
        var before = _documents.Read().Configuration!;
        _documents.With("Policy", "q", "select: { service: s }, remedies: [ begin ]");

        Assert.Equal(new PolicyChange("Policy", "q", "", "", "there", Freedom.More), Assert.Single(PolicyDiff.Between(before, _documents.Read().Configuration!)));
        Assert.Equal(Freedom.Less, Assert.Single(PolicyDiff.Between(_documents.Read().Configuration!, before)).Freedom);
    }

    [Fact]
    public void The_shops_policies_are_explained_in_the_docs()
    {
        var path = Path.Combine(Repository.Root, "docs", "reference", "shop-policies.md");
        var set = ConfigurationReader.Read(Path.Combine(Repository.Root, "samples", "Shop", "policies"), _ => null).Configuration!.Policies;
        var page = "# What the shop's policies say\n\nWritten from `samples/Shop/policies` by what `prunella policy explain` prints; a test keeps it so.\n\n"
            + string.Join('\n', PolicyExplanation.Of(set).Select(p => p.Markdown()));

        if (Environment.GetEnvironmentVariable("PRUNELLA_ACCEPT") == "1") File.WriteAllText(path, page);
        Assert.Equal(File.ReadAllText(path), page);
    }

    [Fact]
    public void Every_kind_of_objective_has_words()
    {
        Declare("restart", "goal: { within: 10m, recovers: 40% }, objective: { all: [ { below: 250ms }, { any: [ { signal: errors, budget: { allowed: 1%, burn: [ { rate: 14.4, long: 1h, short: 5m } ] } }, { not: { signal: traffic, above: 5 } } ] } ], for: 3s }");

        var said = PolicyExplanation.Of(_documents.Read().Configuration!.Policies)[0];

        Assert.Equal("all of: 99% of answers below 250ms; (one of: at most 1% failed requests over 30d, spent no faster than 14.4 times that over 1h and 5m; (not: requests per second above 5)); broken when not so for 3s", said.Acceptable);
        Assert.StartsWith("within 10m of the beginning of the trouble, each remedy taking at least 40% of the excess away", said.ByWhen, StringComparison.Ordinal);
        Assert.Contains("or when 10m have passed, a person is told (me)", said.Otherwise, StringComparison.Ordinal);
    }

    private void Declare(string remedies, string spec, Documents? into = null, int instance = 1)
    {
        var documents = into ?? _documents;
        var also = remedies.Contains("lonely", StringComparison.Ordinal) ? "" : "lonely";
        documents.With("Fleet", "default", """gateways: [ { name: edge, listen: "127.0.0.1:5100" } ]""")
            .With("Service", "s", Shop.Replace("127.0.0.1:1\"", $"127.0.0.1:{instance}\"", StringComparison.Ordinal))
            .With("Recipe", "restart", "for: { fault: [ crash ] }, steps: [ { restart: suspect } ]")
            .With("Recipe", "halt", "for: { fault: [ slow ] }, steps: [ { stop: suspect } ], disruption: high")
            .With("Recipe", "begin", "for: { fault: [ crash ] }, steps: [ { start: suspect } ]")
            .With("Recipe", "tune", "for: { fault: [ external, flapping ] }, steps: [ { page: true } ]")
            .With("Recipe", "hopes", "for: { fault: [ slow ] }, precondition: { headroom: 20% }, steps: [ { page: true } ]")
            .With("Recipe", "sure", "for: { fault: [ slow ], confidence: 100% }, steps: [ { page: true } ]")
            .With("Recipe", also.Length > 0 ? also : "x", "for: { fault: [ slow ] }, steps: [ { page: true } ]")
            .With("Policy", "p", $"select: {{ service: s }}, remedies: [ {remedies} ], {spec}", ", owner: me");
    }
}
