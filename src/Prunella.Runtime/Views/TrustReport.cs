using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Trust;

namespace Prunella.Runtime.Views;

/// <summary>What <c>prunella trust</c> shows: where each recipe stands.</summary>
/// <param name="SchemaVersion">1.</param>
/// <param name="Fleet">Which fleet.</param>
/// <param name="AtUnixNanos">When it was true.</param>
/// <param name="PolicyHash">Of the documents in force.</param>
/// <param name="Rule">Where freedom comes from.</param>
/// <param name="Standings">By policy, then in the policy's order, then in the recipe's order of faults.</param>
public sealed record TrustReport(
    int SchemaVersion,
    FleetId Fleet,
    long AtUnixNanos,
    string PolicyHash,
    TrustRule Rule,
    IReadOnlyList<Standing> Standings);
