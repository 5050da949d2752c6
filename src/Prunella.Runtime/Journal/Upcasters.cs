using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Prunella.Runtime.Journal;

/// <summary>Turns the shape that a type had in one version into that of the next.</summary>
/// <param name="Kind"><c>input</c> or <c>event</c>.</param>
/// <param name="Name">The type's journal name.</param>
/// <param name="From">The version it reads; it gives <c>From + 1</c>.</param>
/// <param name="Cast">From the old <c>data</c> to the new; must be pure and must not fail for what was ever
/// shipped.</param>
public sealed record Upcaster(string Kind, string Name, int From, Func<JsonObject, JsonObject> Cast);

/// <summary>The table of upcasters: how every shape ever shipped is read today.</summary>
public sealed class Upcasters
{
    /// <summary>Of the shapes that have shipped.</summary>
    /// <remarks>The second version of what carries verdicts may hold the budget behind a burn rate in their evidence;
    /// the first never does. The third may say how many marks stand behind a confidence; the fourth, how severe a
    /// verdict is and the deploy it began after. The first weighings compared remedies with nothing else. Policy sets
    /// of the first version were all put in force by the healer's start. Verifications of the first version knew no
    /// control group and no neighbours, bore half of all requests while settling, and did not say to which action an
    /// answer belonged.</remarks>
    public static readonly Upcasters Shipped = new(
    [
        new("input", "verdicts-reported", 1, AsItIs),
        new("event", "verdict-noted", 1, AsItIs),
        new("event", "incident-opened", 1, AsItIs),
        new("event", "symptom-joined", 1, AsItIs),
        new("event", "remedies-weighed", 1, WithoutAlternatives),
        new("input", "verdicts-reported", 2, AsItIs),
        new("event", "verdict-noted", 2, AsItIs),
        new("event", "incident-opened", 2, AsItIs),
        new("event", "symptom-joined", 2, AsItIs),
        new("input", "verdicts-reported", 3, AsItIs),
        new("event", "verdict-noted", 3, AsItIs),
        new("event", "incident-opened", 3, AsItIs),
        new("event", "symptom-joined", 3, AsItIs),
        new("event", "policy-set-activated", 1, ByTheLoop),
        new("input", "policy-set-offered", 1, ForAll),
        new("event", "verification-asked", 1, WithoutSurroundings),
        new("event", "verification-noted", 1, OfNoKnownAction),
        new("input", "verification-reported", 1, OfNoKnownAction),
    ]);

    private readonly FrozenDictionary<(string Kind, string Name, int From), Func<JsonObject, JsonObject>> _casts;

    /// <summary>A table; one upcaster per kind, name and version.</summary>
    public Upcasters(IEnumerable<Upcaster> casts) =>
        _casts = casts.ToFrozenDictionary(c => (c.Kind, c.Name, c.From), c => c.Cast);

    private static JsonObject AsItIs(JsonObject data) => data;

    private static JsonObject WithoutAlternatives(JsonObject data)
    {
        data["alternatives"] = new JsonArray();
        return data;
    }

    private static JsonObject ForAll(JsonObject data)
    {
        data["stage"] = "all";
        data["sharePerMille"] = 1000;
        return data;
    }

    private static JsonObject WithoutSurroundings(JsonObject data)
    {
        if (data["request"] is not JsonObject request) return data;
        request["orderedUnixNanos"] = 0;
        request["controlledBy"] = "trend";
        request["disturbedPerMille"] = 500;
        request["disturbedUntilUnixNanos"] = 0;
        return data;
    }

    private static JsonObject OfNoKnownAction(JsonObject data)
    {
        if (data["result"] is JsonObject result) result["actedUnixNanos"] = 0;
        return data;
    }

    private static JsonObject ByTheLoop(JsonObject data)
    {
        data["by"] = "loop";
        return data;
    }

    /// <summary>Brings data from its version up to the one given; null when a step is missing.</summary>
    public JsonObject? Raise(string kind, string name, JsonObject data, (int From, int To) versions)
    {
        for (var version = versions.From; version < versions.To; version++)
        {
            if (!_casts.TryGetValue((kind, name, version), out var cast)) return null;
            data = cast(data);
        }
        return data;
    }
}
