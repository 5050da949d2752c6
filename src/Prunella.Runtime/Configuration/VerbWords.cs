using System.Globalization;

using Prunella.Contracts;
using Prunella.Kernel.Recipes;
using Prunella.Runtime.Configuration.Documents;
using Prunella.Runtime.Configuration.Documents.Declared;

namespace Prunella.Runtime.Configuration;

/// <summary>Steps in words, as infinitives, for who reads a policy or a recipe.</summary>
internal static class VerbWords
{
    private static readonly SortedDictionary<Verb, string> Texts = new()
    {
        [Verb.Eject] = "take the suspect out of the traffic",
        [Verb.Weight] = "give the suspect {amount} of an equal share of the traffic",
        [Verb.OpenBreaker] = "stop the calls to it but for {amount}",
        [Verb.ServeFallback] = "answer its callers with the declared reply",
        [Verb.Restart] = "restart the suspect",
        [Verb.Start] = "start the suspect",
        [Verb.Stop] = "stop the suspect",
        [Verb.Scale] = "bring its instances to {amount}",
        [Verb.Page] = "tell a person",
        [Verb.Restore] = "let the suspect back into the traffic",
        [Verb.Drain] = "give the suspect nothing new and let end what it has begun, for {amount}",
        [Verb.Replace] = "start another instance elsewhere and end the suspect",
        [Verb.LimitRetries] = "allow {amount} of retries among the calls to it",
        [Verb.Timeout] = "give calls to it up after {amount}",
        [Verb.LimitConcurrency] = "let each of its instances work on {amount} requests at once",
        [Verb.Shed] = "refuse {amount} of what its callers marked as optional",
        [Verb.Throttle] = "let each client ask it {amount}",
        [Verb.Admit] = "let {amount} of the calls to it through",
        [Verb.ServeStale] = "answer its callers with the last good reply, up to {amount} old",
        [Verb.RollbackVersion] = "go back to the version that ran before",
        [Verb.ScaleOut] = "start {amount} more of its instances",
        [Verb.ScaleIn] = "stop {amount} of its instances",
        [Verb.GrowPool] = "let it open {amount} more connections to what it calls",
        [Verb.ShrinkPool] = "let it open {amount} fewer connections to what it calls",
        [Verb.Compress] = "compress its answers",
        [Verb.FlagOff] = "switch its feature {flag} off",
        [Verb.PauseConsumer] = "let it take nothing more from its queues",
        [Verb.Shift] = "move {amount} of the traffic away from where the trouble lies{dose}",
    };

    private static readonly SortedDictionary<string, string> Absent = new(StringComparer.Ordinal)
    {
        [VerbTable.Gateway] = "the gateway does not take it in this version",
        [VerbTable.Library] = "the library inside services that would carry it out arrives in a later version",
        [VerbTable.Orchestrator] = "the actuator for containers and Kubernetes arrives in a later version",
        [VerbTable.Flags] = "the actuator for feature flags arrives in a later version",
    };

    /// <summary>A step as an infinitive.</summary>
    public static string Of(RecipeStep step) => step is { Verb: Verb.OpenBreaker, Amount: 0 }
        ? "stop the calls to it"
        : Texts[step.Verb].Replace("{amount}", Amount(step), StringComparison.Ordinal)
            .Replace("{flag}", step.Flag, StringComparison.Ordinal)
            .Replace("{dose}", More(step.Dose), StringComparison.Ordinal);

    /// <summary>Why nobody can carry a verb out in this version; empty when somebody can.</summary>
    public static string Missing(Verb verb) =>
        verb.Facts() is { IsPresent: false, Actuator: var actuator } ? Absent[actuator] : "";

    private static string More(Dose? dose) => dose is null ? ""
        : $", and while that helps {FactorField.Say(dose.GrowPerMille)} as much each time, {ObjectiveWords.Share(dose.MostPerMille)} at most";

    /// <summary>An amount with its unit.</summary>
    private static string Amount(RecipeStep step) => step.Verb.Facts().Unit switch
    {
        AmountUnit.PerMille => ObjectiveWords.Share((int)step.Amount),
        AmountUnit.PerSecond => string.Create(CultureInfo.InvariantCulture, $"{step.Amount} a second"),
        AmountUnit.Milliseconds => Quantities.Say(step.Amount * Bounds.Millisecond),
        AmountUnit.Count => step.Amount.ToString(CultureInfo.InvariantCulture),
        _ => "",
    };
}
