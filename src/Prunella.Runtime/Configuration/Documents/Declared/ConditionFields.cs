using Prunella.Kernel.Recipes;

namespace Prunella.Runtime.Configuration.Documents.Declared;

/// <summary>A key of a precondition, and the condition that it stands for.</summary>
internal sealed record ConditionField(ConditionKind Kind, Field Field);

/// <summary>The keys of a recipe's precondition.</summary>
internal static class ConditionFields
{
    public static readonly FormField Peers = new(
        "peers", "At least so many other instances of the service stand, or such a share of them.", "count, 1 to 1000, or share, 1% to 100%",
        $"[0-9]+|{Patterns.Share}")
    { DefaultText = "none" };

    public static readonly ShareField Headroom = new(
        "headroom", What(ConditionKind.Headroom, "What is to carry more has so much room left."), least: 10)
    { DefaultText = "none" };

    /// <summary>Every condition that a document may hold, in the order in which people should read them.</summary>
    public static readonly IReadOnlyList<ConditionField> All =
    [
        Word(ConditionKind.Supervised, "process", "supervised", "The process supervisor can start and stop it."),
        Word(ConditionKind.GatewayInFront, "gateway", "in-front", "A gateway carries its traffic."),
        Word(ConditionKind.FallbackDeclared, "fallback", "declared", "The route declares a reply that may stand in."),
        Word(ConditionKind.RouteOptional, "route", "optional", "The caller works without the callee, by its Dependency."),
        new(ConditionKind.HealthyPeers, Peers),
        new(ConditionKind.HealthyPeersShare, Peers),
        Word(ConditionKind.CalleesHealthy, "callees", "healthy", "Everything that it calls, by its Dependencies, is seen to be well."),
        Word(ConditionKind.ZoneHealthyElsewhere, "zone", "healthy-elsewhere", "The service has another zone in which most of its instances stand."),
        Word(ConditionKind.RegionHealthyElsewhere, "region", "healthy-elsewhere", "The same of regions."),
        new(ConditionKind.Headroom, Headroom),
        Word(ConditionKind.PreviousVersionKnown, "previousVersion", "known", "The version that ran before is known."),
        Word(ConditionKind.VersionUniform, "version", "uniform", "All its instances run one version."),
        Word(ConditionKind.StaleReplyKept, "staleReply", "kept", "A last good reply is kept."),
    ];

    /// <summary>The key by which documents ask for it.</summary>
    public static string KeyOf(ConditionKind kind) => All.First(c => c.Kind == kind).Field.Key;

    private static ConditionField Word(ConditionKind kind, string key, string word, string what) =>
        new(kind, new FormField(key, What(kind, what), $"`{word}`", word) { DefaultText = "none" });

    private static string What(ConditionKind kind, string what) =>
        Preconditions.CanBeKnown(kind) ? what : what + " Nobody can know that in this version, so such a recipe is not used.";
}
