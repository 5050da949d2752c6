using Prunella.Runtime.Configuration;

namespace Prunella.Runtime.Tests.Configuration;

/// <summary>
/// Documents are read strictly and whole: every mistake is told at once, with its place and what
/// would be right.
/// </summary>
public sealed class ConfigurationReaderTests : IDisposable
{
    private const string Service = """
        apiVersion: prunella/v1
        kind: Service
        metadata: { name: checkout }
        spec:
          instances: [ { name: c-1, address: "127.0.0.1:5111" } ]

        """;

    private const string Recipe = """
        ---
        apiVersion: prunella/v1
        kind: Recipe
        metadata: { name: tell }
        spec: { for: { fault: [ slow ] }, steps: [ { page: true } ] }

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("prunella-config-").FullName;

    [Fact]
    public void The_demos_documents_are_clean()
    {
        var result = ConfigurationReader.Read(Path.Combine(Repository.Root, "samples", "Shop", "policies"), _ => null);

        Assert.Empty(result.Errors);
        var configuration = result.Configuration!;
        Assert.Equal(["catalog", "checkout", "payments", "storefront"], configuration.Policies.Services.Select(s => s.Id.ToString()));
        Assert.Equal(7, configuration.Instances.Count);
        Assert.Equal("SHOP_CATALOG", configuration.Instances.First(i => i.Id.Name == "checkout-2").Process!.Environment.First(e => e.Key == "SHOP_CATALOG").Key);
    }

    [Fact]
    public void The_kept_content_gives_the_same_set_again()
    {
        var configuration = ConfigurationReader.Read(Path.Combine(Repository.Root, "samples", "Shop", "policies"), _ => null).Configuration!;

        var again = ConfigurationReader.DecodePolicies(configuration.Content);

        Assert.Equal(configuration.Policies.Recipes.Select(r => r.Name), again.Recipes.Select(r => r.Name));
        Assert.Equal(configuration.Policies.Policies[0].Guardrails, again.Policies[0].Guardrails);
        Assert.Equal(configuration.Policies.Policies[1].Objective, again.Policies[1].Objective);
    }

    [Theory]
    [InlineData("kind: Servise", "spec", "kind 'Servise': is no kind; did you mean 'Service'?")]
    [InlineData("apiVersion: prunella/v2", "", "apiVersion 'prunella/v2': is not understood")]
    [InlineData("apiVersion: prunella/v1.x", "", "apiVersion 'prunella/v1.x': is not understood")]
    [InlineData("apiVersion: v1", "", "apiVersion 'v1': is not understood")]
    public void A_wrong_head_is_named(string line, string _, string expected)
    {
        var key = line.Split(':')[0];
        var text = string.Join('\n', Service.Split('\n').Select(l => l.StartsWith(key, StringComparison.Ordinal) ? line : l));

        Assert.Contains(expected, Assert.Single(Read(text).Errors).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  citicality: high", "5:3: spec.citicality: is not a key here; did you mean 'criticality'?")]
    [InlineData("  state: durabel", "spec.state 'durabel': is not known; did you mean 'durable'?")]
    [InlineData("  protected: yes", "spec.protected 'yes': is neither true nor false")]
    [InlineData("  gateway: edge", "spec.gateway 'edge': names no gateway of these documents")]
    [InlineData("  probes: [ { http: health } ]", "'health': is no path")]
    [InlineData("  probes: [ { http: /h, interval: 500 } ]", "spec.probes[0].interval '500': is no duration. Allowed: a number with one of ms")]
    [InlineData("  probes: [ { http: /h, interval: 1ms } ]", "is out of range. Allowed: 100ms to 5m")]
    [InlineData("  probes: [ { http: /h, tcp: true } ]", "asks in no way or in several")]
    [InlineData("  owner: ${NOBODY_SET_THIS}", "the environment variable NOBODY_SET_THIS is not set")]
    [InlineData("  owner: a\n  owner: b", "this key stands twice")]
    [InlineData("  owner: &x a", "anchors are not allowed")]
    [InlineData("  owner: !!str a", "tags are not allowed")]
    [InlineData("  owner: [", "this is no YAML")]
    [InlineData("  owner: \"x", "this is no YAML")]
    [InlineData("  probes: [ { http: /h, interval: 79228162514264337593543950335d } ]", "is no duration")]
    [InlineData("  owner: *x", "aliases are not allowed")]
    [InlineData("  <<: { a: b }", "merge keys are not allowed")]
    public void A_mistake_in_a_service_is_named_with_its_place(string line, string expected)
    {
        var errors = Read(Service.Replace("spec:\n", "spec:\n" + line + "\n", StringComparison.Ordinal)).Errors;

        Assert.Contains(errors, e => e.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("select: { service: chekout }, remedies: [ tell ]", "names no service of these documents; did you mean 'checkout'?")]
    [InlineData("remedies: [ tell ]", "spec.select: is missing")]
    [InlineData("select: { service: checkout }, remedies: []", "spec.remedies: is missing")]
    [InlineData("select: { service: checkout }, remedies: [ restart ]", "names no recipe")]
    [InlineData("select: { service: checkout }, remedies: [ tell ], mode: doit", "spec.mode 'doit'")]
    [InlineData("select: { service: checkout }, remedies: [ tell ], guardrails: { minHealthy: 9 }", "asks for more healthy instances than there are")]
    [InlineData("select: { service: checkout }, remedies: [ tell ], guardrails: { blastRadius: 34 }", "is no share")]
    [InlineData("select: { service: checkout }, remedies: [ tell ], guardrails: { blastRadius: 33.33% }", "is no share")]
    [InlineData("select: { service: checkout }, remedies: [ tell ], guardrails: { blastRadius: 0% }", "is out of range. Allowed: 0.1% to 100%")]
    [InlineData("select: { service: checkout }, remedies: [ tell ], guardrails: { blastRadius: 101% }", "is out of range. Allowed: 0.1% to 100%")]
    [InlineData("select: { service: checkout }, remedies: [ tell ], guardrails: { budget: { remediations: 0, per: 1h } }", "spec.guardrails.budget.remediations '0': is out of range. Allowed: 1 to")]
    [InlineData("select: { }, remedies: [ tell ]", "spec.select: is empty, and an empty selector is never")]
    [InlineData("select: { service: checkout }, remedies: [ tell ], objective: { signal: latency, below: 400 }", "spec.objective.below '400': is no duration")]
    [InlineData("select: { service: checkout }, remedies: [ tell ], objective: { signal: latency }", "has no bound")]
    [InlineData("select: { service: checkout }, remedies: [ tell ], objective: { signal: latency, below: 1s, quantile: 99 }", "is no quantile")]
    [InlineData("select: { service: checkout }, remedies: [ tell ], objective: { signal: latency, below: 1s, quantile: 0.9999 }", "is no quantile")]
    [InlineData("select: { service: checkout }, remedies: [ tell ], objective: { signal: traffic, below: 79228162514264337593543950335 }", "is no bound")]
    public void A_mistake_in_a_policy_is_named(string spec, string expected)
    {
        var policy = $$"""
            ---
            apiVersion: prunella/v1
            kind: Policy
            metadata: { name: p }
            spec: { {{spec}} }

            """;

        Assert.Contains(Read(Service + Recipe + policy).Errors, e => e.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("for: { fault: [ slow ] }, steps: [ { eject: suspect } ]", "leaves something temporary and has no lease")]
    [InlineData("for: { fault: [ slow ] }, steps: [ { restart: suspect } ], lease: 30s", "has nothing to lapse")]
    [InlineData("for: { fault: [ slw ] }, steps: [ { restart: suspect } ]", "did you mean 'slow'?")]
    [InlineData("for: { fault: [ slow ] }, steps: [ { restrat: suspect } ]", "did you mean 'restart'?")]
    [InlineData("for: { fault: [ slow ] }, steps: [ { restart: everything } ]", "Allowed: suspect")]
    [InlineData("for: { fault: [ slow ] }, steps: [ { eject: suspect }, { fallback: true } ], lease: 30s", "act on an instance and a route at once")]
    [InlineData("for: { fault: [ slow ] }, steps: [ { fallback: true } ], lease: 30s", "does not fit the steps")]
    [InlineData("for: { fault: [ slow ] }", "spec.steps: is missing")]
    [InlineData("steps: [ { page: true } ]", "spec.for: is missing")]
    public void A_mistake_in_a_recipe_is_named(string spec, string expected)
    {
        var recipe = $$"""
            apiVersion: prunella/v1
            kind: Recipe
            metadata: { name: r }
            spec: { {{spec}} }

            """;

        Assert.Contains(Read(recipe).Errors, e => e.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var text = Service.Replace("spec:\n", "spec:\n  state: x\n  protected: y\n  criticality: z\n  gateway: g\n", StringComparison.Ordinal);

        Assert.Equal(4, Read(text).Errors.Count);
    }

    [Fact]
    public void Variables_go_into_values_and_never_become_structure()
    {
        var text = Service.Replace("spec:\n", "spec:\n  owner: ${OWNER}\n", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "a.yaml"), text);

        var result = ConfigurationReader.Read(_folder, name => name == "OWNER" ? "x\nstate: durable" : null);

        Assert.Empty(result.Errors);
        Assert.Equal(Kernel.Policies.StateKind.None, result.Configuration!.Policies.Services[0].State);
    }

    [Fact]
    public void A_missing_folder_is_one_clear_error() =>
        Assert.Contains("there is no document here", Assert.Single(ConfigurationReader.Read(_folder + "/none", _ => null).Errors).Problem, StringComparison.Ordinal);

    [Fact]
    public void A_newer_minor_version_is_understood() =>
        Assert.Empty(Read(Service.Replace("prunella/v1", "prunella/v1.3", StringComparison.Ordinal)).Errors);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ConfigurationResult Read(string text)
    {
        File.WriteAllText(Path.Combine(_folder, "a.yaml"), text);
        return ConfigurationReader.Read(_folder, _ => null);
    }
}
