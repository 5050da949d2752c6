using System.Globalization;

using Prunella.Kernel.Recipes;
using Prunella.Runtime.Configuration.Documents;
using Prunella.Runtime.Configuration.Documents.Declared;

namespace Prunella.Runtime.Configuration;

/// <summary>A recipe in words: what it does and against what, what it asks, what is expected of it, and how it
/// ends.</summary>
internal static class RecipeWords
{
    private static readonly SortedDictionary<ConditionKind, string> Conditions = new()
    {
        [ConditionKind.Supervised] = "its process is supervised",
        [ConditionKind.GatewayInFront] = "a gateway carries its traffic",
        [ConditionKind.FallbackDeclared] = "a reply is declared that may stand in",
        [ConditionKind.RouteOptional] = "the caller works without it",
        [ConditionKind.HealthyPeers] = "at least {count} other instances stand",
        [ConditionKind.HealthyPeersShare] = "at least {share} of the other instances stand",
        [ConditionKind.CalleesHealthy] = "all that it calls is well",
        [ConditionKind.ZoneHealthyElsewhere] = "another zone stands",
        [ConditionKind.RegionHealthyElsewhere] = "another region stands",
        [ConditionKind.Headroom] = "{share} of room is left where more is to be carried",
        [ConditionKind.PreviousVersionKnown] = "the version before is known",
        [ConditionKind.VersionUniform] = "all its instances run one version",
        [ConditionKind.StaleReplyKept] = "a last good reply is kept",
    };

    /// <summary>One sentence.</summary>
    public static string Of(Recipe r) =>
        $"**{r.Name}**: {Steps(r)}; against {string.Join(", ", r.Faults.Select(Words.Of))}, when the suspect is at least {Share(r.ConfidencePerMille)} likely{Only(r)}; should take {Expected(r)} within {Quantities.Say(r.SettleNanos + r.WithinNanos)}; {Words.Of(r.Disruption)} disruption{Lease(r)}{Back(r)}{(r.Rehearsal is null ? "" : "; " + Rehearsed(r))}";

    /// <summary>What is done, step by step.</summary>
    public static string Steps(Recipe r) => string.Join(", then ", r.Steps.Select(VerbWords.Of));

    /// <summary>What must be so, or nothing.</summary>
    public static IEnumerable<string> Asked(Recipe r) => (r.Preconditions ?? []).Select(c => Conditions[c.Kind]
        .Replace("{count}", c.Amount.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{share}", Share((int)c.Amount), StringComparison.Ordinal));

    /// <summary>The expected outcome as an interval on its signals.</summary>
    public static string Expected(Recipe r)
    {
        var interval = r.RecoversAtMostPerMille is { } most
            ? $"{Share(r.RecoversPerMille)} to {Share(most)}"
            : Share(r.RecoversPerMille);
        var signals = r.Signals is { } named ? $" in {string.Join(" or ", named.Select(Words.Of))}" : "";
        return $"{interval} of the excess{signals} away";
    }

    /// <summary>How where it leads to is tried, or nothing.</summary>
    public static string Rehearsed(Recipe r) => r.Rehearsal is { } tried
        ? $"{(tried.Kind == RehearsalKind.Reply ? "the declared reply is" : "the other instances are")} tried every {Quantities.Say(tried.EveryNanos)} and just before, with {tried.Requests} requests, and the last time was no more than {Quantities.Say(tried.MaxAgeNanos)} ago"
        : "";

    private static string Only(Recipe r) => Asked(r).ToArray() is { Length: > 0 } asked ? $", and only when {string.Join(" and ", asked)}" : "";

    private static string Lease(Recipe r) => r.LeaseNanos > 0
        ? $"; lives {Quantities.Say(r.LeaseNanos)} unless renewed, {Quantities.Say(r.MaxHoldNanos)} at most, and {(r.OnHealerLoss == OnHealerLoss.Lapse ? "lapses" : "stays")} when the healer is gone"
        : "";

    private static string Back(Recipe r) => r.Rollback switch
    {
        Rollback.Restore => "; all that it changed is taken back when it does not help",
        Rollback.Nothing => "; it leaves nothing to take back",
        Rollback.Person => "; only a person can take it back, who is told",
        _ => "",
    };

    private static string Share(int perMille) => ObjectiveWords.Share(perMille);
}
