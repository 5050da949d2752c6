using System.Security.Cryptography;
using System.Text;

using Prunella.Contracts;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Approvals;

/// <summary>What a person says yes to: steps, target, policies and epoch, as a hash of sixteen hex digits.</summary>
/// <remarks>Whatever changes one of them changes the hash, so that a yes never reaches further than what was
/// shown.</remarks>
internal static class Plan
{
    private const int Digits = 16;

    public static string HashOf(KernelState state, string policy, Recipe recipe, Subject target)
    {
        var steps = string.Join(',', recipe.Steps.Select(s => $"{s.Verb}:{s.Amount}{s.Flag}"));
        string[] parts = [state.Policies.Set.Fleet.Id.Value, policy, recipe.Name, target.Text, steps,
            $"{recipe.LeaseNanos}", $"{state.Epoch}", state.HashFor(target.Service)];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..Digits];
    }
}
