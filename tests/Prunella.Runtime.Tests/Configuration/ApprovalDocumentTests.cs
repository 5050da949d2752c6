namespace Prunella.Runtime.Tests.Configuration;

/// <summary>What a policy says of approvals is read, refused with its place, and left out where it says nothing.</summary>
public sealed class ApprovalDocumentTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData(", approval: { quorum: 2, within: 5m }", "2 300000000000")]
    [InlineData(", approval: { quorum: 3 }", "3 ")]
    public void Is_read_as_declared(string key, string? expected)
    {
        using var documents = new Documents();
        var result = documents
            .With("Service", "s", "instances: [ { name: s-1, address: \"http://127.0.0.1:5101\" } ]")
            .With("Recipe", "r", "for: { fault: [ crash ] }, steps: [ { page: true } ]")
            .With("Policy", "p", "select: { service: s }, remedies: [ r ], guardrails: { minHealthy: 0" + key + " }")
            .Read();

        Assert.Empty(result.Errors);
        var rules = result.Configuration!.Policies.Policies.Single().Guardrails.Approval;
        Assert.Equal(expected, rules is null ? null : $"{rules.Quorum} {rules.WithinNanos}");
        Assert.Equal(expected is not null, System.Text.Encoding.UTF8.GetString(result.Configuration.Content.Span).Contains("approval", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ quorum: 0 }", "spec.guardrails.approval.quorum")]
    [InlineData("{ within: 1s }", "spec.guardrails.approval.within")]
    [InlineData("{ persons: 2 }", "spec.guardrails.approval.persons")]
    public void Is_refused_with_its_place(string key, string place)
    {
        using var documents = new Documents();

        var errors = documents.With("Policy", "p", "select: { service: s }, remedies: [ r ], guardrails: { approval: " + key + " }").Read().Errors;

        Assert.Contains(errors, e => e.Key == place);
    }
}
