namespace Prunella.Runtime.Tests.Configuration;

/// <summary>The stored content of documents that say nothing of newer keys is for ever the same: journals name it by its
/// hash.</summary>
public sealed class ContentHashTests
{
    [Fact]
    public void Documents_from_before_keep_their_hash()
    {
        using var documents = new Documents();
        documents
            .With("Service", "checkout", """gateway: edge, instances: [ { name: c-1, zone: z1, address: "127.0.0.1:5111", process: { command: x } } ]""")
            .With("Service", "payments", """gateway: edge, instances: [ { name: p-1, address: "127.0.0.1:5112" }, { name: p-2, address: "127.0.0.1:5113" } ]""", ", labels: { tier: gold }")
            .With("Fleet", "default", """gateways: [ { name: edge, listen: "127.0.0.1:5100" } ], limits: { concurrent: 3 }""")
            .With("Dependency", "d", "caller: checkout, callee: payments, gateway: edge, optional: true, fallback: { body: x }")
            .With("Policy", "p", "select: { service: checkout }, remedies: [ restart ], mode: act, objective: { below: 250ms, recover: { for: 3s } }", ", owner: shop, runbook: x")
            .With("Policy", "q", "select: { service: payments }, remedies: [ eject ], guardrails: { minHealthy: 1 }, objective: { signal: errors, budget: { allowed: 1%, burn: [ { rate: 14.4, long: 1h, short: 5m } ] } }")
            .With("Recipe", "restart", "for: { fault: [ crash ] }, steps: [ { restart: suspect } ]")
            .With("Recipe", "eject", "for: { fault: [ slow ] }, steps: [ { eject: suspect } ], lease: 1m, disruption: low");

        Assert.Empty(documents.ReadErrors());
        Assert.StartsWith("c0f99cbac2d0b37b80497024d33944e300feb257c9ccdcd19e", documents.Read().Configuration!.Hash, StringComparison.Ordinal);
    }
}
