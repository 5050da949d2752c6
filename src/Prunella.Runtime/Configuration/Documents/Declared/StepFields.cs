using Prunella.Contracts;

using static Prunella.Runtime.Configuration.Documents.Bounds;

namespace Prunella.Runtime.Configuration.Documents.Declared;

/// <summary>A key of a step, and the verb that it stands for.</summary>
internal sealed record StepField(Verb Verb, Field Field);

/// <summary>The keys of a recipe's steps; bounds come from the table of verbs.</summary>
internal static class StepFields
{
    public static readonly CountField Trickle = new(
        "trickle", "Requests per second that are let through.", Verb.OpenBreaker.Facts().Least, Verb.OpenBreaker.Facts().Most)
    { Value = 1 };

    public static readonly FormField From = new("from", "Away from whom.", "`suspect`", "suspect")
    { DefaultText = "`suspect`" };

    public static readonly ShareField Start = new("start", "The first dose.", (int)Verb.Shift.Facts().Least) { Value = 100 };

    public static readonly FactorField Grow = new("grow", "What the next dose is of the one before.", 1100, 10_000)
    { Value = 2000 };

    public static readonly ShareField Most = new("max", "The greatest dose; at least the first.", (int)Verb.Shift.Facts().Least)
    { Value = 1000 };

    public static readonly DurationField Look = new(
        "look", "How long a dose is looked at, after it settled, before it is judged without proof.", Second, Hour)
    { Value = 5 * Second };

    /// <summary>Every step that a document may hold, in the order in which people should read them.</summary>
    /// <remarks>The verb <c>scale</c> has none: an order to a count is for the process supervisor's own use.</remarks>
    public static readonly IReadOnlyList<StepField> All =
    [
        OnSuspect(Verb.Eject, "eject", "no traffic from the gateway"),
        Share(Verb.Weight, "weight", "a share of an equal share of the traffic"),
        new(Verb.Shift, new MapField("shift", What(Verb.Shift, "a share of its traffic goes to the rest of the service, [a little first](../concepts/choice.md#a-little-first); only as the last step"), new Shape("Recipe.steps.shift", From, Start, Grow, Most, Look)) { DefaultText = "none" }),
        OnSuspect(Verb.Restore, "restore", "back into the traffic, although a reflex has taken it out"),
        Time(Verb.Drain, "drain", "nothing new; what it has begun may take so long to end"),
        OnSuspect(Verb.Restart, "restart", "stop and start its process; needs a supervised instance (a policy for a service without any is a warning)"),
        OnSuspect(Verb.Start, "start", "start its process"),
        OnSuspect(Verb.Stop, "stop", "stop its process"),
        OnSuspect(Verb.Replace, "replace", "start another one elsewhere, then end this one"),
        new(Verb.OpenBreaker, new MapField("breaker", What(Verb.OpenBreaker, "calls fail at once but for a trickle"), new Shape("Recipe.steps.breaker", Trickle)) { DefaultText = "none" }),
        Flag(Verb.ServeFallback, "fallback", "the declared reply; needs a Dependency with one"),
        Time(Verb.ServeStale, "serveStale", "the last good reply, if it is no older"),
        Share(Verb.LimitRetries, "limitRetries", "at most so many retries among the calls"),
        Time(Verb.Timeout, "timeout", "calls are given up after so long"),
        Share(Verb.Admit, "admit", "only a share of the calls is let through"),
        Count(Verb.LimitConcurrency, "limitConcurrency", "at most so many requests at once on each instance"),
        Share(Verb.Shed, "shed", "so much of what callers marked as optional is refused"),
        Count(Verb.Throttle, "throttle", "at most so many requests per second of each client"),
        Flag(Verb.Compress, "compress", "answers are compressed"),
        new(Verb.FlagOff, new FormField("flagOff", What(Verb.FlagOff, "this feature is switched off"), "name of a flag", Patterns.Name) { DefaultText = "none" }),
        Flag(Verb.PauseConsumer, "pauseConsumer", "nothing more is taken from its queues"),
        Share(Verb.GrowPool, "growPool", "so much more connections to what it calls"),
        Share(Verb.ShrinkPool, "shrinkPool", "so much fewer connections to what it calls"),
        Flag(Verb.RollbackVersion, "rollbackVersion", "the version that ran before"),
        Count(Verb.ScaleOut, "scaleOut", "so many instances more"),
        Count(Verb.ScaleIn, "scaleIn", "so many instances fewer"),
        Flag(Verb.Page, "page", "tells a person"),
    ];

    /// <summary>The key of a verb, or the verb's own word where documents have no key for it.</summary>
    public static string KeyOf(Verb verb) => All.FirstOrDefault(s => s.Verb == verb)?.Field.Key ?? Words.Of(verb);

    private static StepField OnSuspect(Verb verb, string key, string what) =>
        new(verb, new FormField(key, What(verb, what), "`suspect`", "suspect") { DefaultText = "none" });

    private static StepField Share(Verb verb, string key, string what) => new(
        verb, new ShareField(key, What(verb, what), (int)verb.Facts().Least, (int)verb.Facts().Most) { DefaultText = "none" });

    private static StepField Count(Verb verb, string key, string what) =>
        new(verb, new CountField(key, What(verb, what), verb.Facts().Least, verb.Facts().Most) { DefaultText = "none" });

    private static StepField Time(Verb verb, string key, string what) => new(
        verb, new DurationField(key, What(verb, what), verb.Facts().Least * Millisecond, verb.Facts().Most * Millisecond) { DefaultText = "none" });

    private static StepField Flag(Verb verb, string key, string what) =>
        new(verb, new FlagField(key, What(verb, what)) { Value = true, DefaultText = "none" });

    private static string What(Verb verb, string what)
    {
        var facts = verb.Facts();
        var on = facts.On switch
        {
            VerbTarget.Instance => "On an instance",
            VerbTarget.Route => "On a route",
            VerbTarget.Service => "On a service",
            VerbTarget.Part => "On an instance, zone or region",
            _ => "On nothing",
        };
        return $"{on}{(facts.IsTemporary ? ", temporary" : "")}: {what}.{(facts.IsPresent ? "" : " Not in this version.")}";
    }
}
