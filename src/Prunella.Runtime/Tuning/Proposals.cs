using System.Security.Cryptography;
using System.Text;

namespace Prunella.Runtime.Tuning;

/// <summary>All rules of tuning, and how a change is written for people.</summary>
internal static class Proposals
{
    private static readonly Func<Experience, IEnumerable<Change>>[] Rules =
        [HoldDownRule.Changes, LeaseRule.Changes, ConfidenceRule.Changes, OrderRule.Changes];

    /// <summary>Every change that experience speaks for, by document and key.</summary>
    public static IReadOnlyList<TuningProposal> Of(Experience experience, string policyHash) =>
    [
        .. Rules.SelectMany(rule => rule(experience))
            .OrderBy(c => c.Document, StringComparer.Ordinal).ThenBy(c => c.Key, StringComparer.Ordinal)
            .Select(c => Written(c, policyHash)),
    ];

    private static TuningProposal Written(Change c, string policyHash)
    {
        var name = c.Key[(c.Key.LastIndexOf('.') + 1)..];
        var diff = $"--- {c.Document} (documents {Short(policyHash)})\n+++ {c.Document} (proposed)\n@@ {c.Key} @@\n-{name}: {c.From}\n+{name}: {c.To}\n";
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(policyHash + "\n" + diff)))[..8];
        return new TuningProposal(id, c.Document, c.Key, c.From, c.To, c.Evidence, diff);
    }

    private static string Short(string hash) => hash[..Math.Min(8, hash.Length)];
}
