using System.Text.Json;

using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Runtime.Configuration;
using Prunella.Runtime.Wire;

namespace Prunella.Runtime.Loop;

/// <summary>What a loop is started with.</summary>
/// <param name="Fleet">Whose loop.</param>
/// <param name="Policies">The documents to put in force.</param>
/// <param name="PolicyHash">SHA-256 (hex) of <paramref name="PolicyContent"/>.</param>
/// <param name="PolicyContent">Canonical bytes of <paramref name="Policies"/>, kept beside the
/// journal.</param>
/// <param name="SnapshotEvery">Records between two snapshots.</param>
public sealed record LoopSetup(
    FleetId Fleet, PolicySet Policies, string PolicyHash, ReadOnlyMemory<byte> PolicyContent, int SnapshotEvery)
{
    /// <summary>Two thousand records fold in well under the two seconds that a start may
    /// take.</summary>
    public const int DefaultSnapshotEvery = 2000;

    /// <summary>Of a valid configuration.</summary>
    public static LoopSetup From(FleetConfiguration configuration) => new(
        configuration.Policies.Fleet.Id,
        configuration.Policies,
        configuration.Hash,
        configuration.Content,
        DefaultSnapshotEvery);

    /// <summary>Reads the content of a policy set as it lies beside the journal.</summary>
    public static PolicySet ReadPolicies(ReadOnlyMemory<byte> content) =>
        JsonSerializer.Deserialize<PolicySet>(content.Span, WireJson.Options)
        ?? throw new JsonException("A policy set is an object.");
}
