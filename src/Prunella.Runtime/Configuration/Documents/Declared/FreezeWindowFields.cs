using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;

namespace Prunella.Runtime.Configuration.Documents.Declared;

/// <summary>The keys of a time in which nothing is changed; a fleet and a policy have them alike.</summary>
internal static class FreezeWindowFields
{
    public static readonly TextField Name = new("name", "For people.") { Value = "freeze window" };

    public static readonly WordsField<Weekday> Days = new("days", "On these days; a window over midnight is of the day on which it begins.")
    { DefaultText = "all" };

    public static readonly FormField From = Time("from", "When it begins.", "the day's beginning");
    public static readonly FormField To = Time("to", "When it ends; on the next day when that is not later.", "the day's end");
    public static readonly FormField First = Date("first", "The first day.");
    public static readonly FormField Last = Date("last", "The last day, included.");

    public static readonly WordField<Disruption> Allow = new("allow", "The greatest disruption that stays allowed.")
    { DefaultText = "nothing at all" };

    /// <summary>The list as it stands at one place.</summary>
    public static MapsField At(string place, string what) =>
        new("freezeWindows", what, new Shape(place + ".freezeWindows", Name, Days, From, To, First, Last, Allow));

    private static FormField Time(string key, string what, string otherwise) =>
        new(key, what, "HH:MM, UTC, such as 18:00", "[0-9]{2}:[0-9]{2}") { DefaultText = otherwise };

    private static FormField Date(string key, string what) =>
        new(key, what, "YYYY-MM-DD, UTC, such as 2026-12-24", Patterns.Date) { DefaultText = "any" };
}
