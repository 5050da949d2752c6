using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;

namespace Prunella.Kernel.Trust;

/// <summary>What trust was earned with, as a short hash: the recipe, the policy that uses it, and the service around
/// it.</summary>
/// <remarks>
/// In it: all of the recipe but what is believed and allowed of it, all of the policy but its mode, owner, runbook and
/// review date, what the service keeps, its instances with their places, and the edges into it. Whoever changes one of
/// these has something that nobody has tried yet. Members that are null are left out, so that a later key of the
/// documents takes nobody's trust away.
/// </remarks>
internal static class Fingerprint
{
    private const int Length = 12;

    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Of(PolicyIndex policies, Policy policy, Recipe recipe, ServiceId service)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(
            new Content(
                recipe with { EfficacyPerMille = null, Mode = null, Modes = null },
                policy with { Mode = Mode.Observe, Owner = "", Runbook = "", ReviewBy = null },
                policies.Service(service), [.. policies.CallersOf(service)]),
            Options);
        return Convert.ToHexStringLower(SHA256.HashData(content))[..Length];
    }

    private sealed record Content(
        Recipe Recipe, Policy Policy, ServiceRules? Service, IReadOnlyList<DependencyRules> Callers);
}
