using System.Globalization;

using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Reads the key <c>freezeWindows</c>: times, all in UTC, in which nothing is changed.</summary>
internal static class FreezeWindowReader
{
    private const string TimeForm = "HH:MM, UTC, such as 18:00";
    private const string DateForm = "YYYY-MM-DD, UTC, such as 2026-12-24";

    private static readonly string[] Times = ["days", "from", "to", "first", "last"];

    /// <summary>What the key says; null where it is not there, so that the content of other documents stays as it
    /// was.</summary>
    public static IReadOnlyList<FreezeWindow>? Read(Fields fields) =>
        fields.Has("freezeWindows") ? [.. fields.Maps("freezeWindows").Select(Window)] : null;

    private static FreezeWindow Window(Fields w)
    {
        var days = w.Texts("days").Select(d => w.WordOf(d.Value, d.Place, Weekday.Monday)).Distinct().Order().ToArray();
        var window = new FreezeWindow(
            w.Text("name", "freeze window"), days.Length > 0 ? days : null,
            Minute(w, "from"), Minute(w, "to"), Day(w, "first"), Day(w, "last"),
            w.Has("allow") ? w.Word("allow", Disruption.None) : null);
        if (!Times.Any(w.Has))
            w.Problems.Add(w.Place, "names no time, and would freeze for ever", "", "days, from and to, first and last");
        if (window.FirstDay > window.LastDay) w.Wrong("last", w.Text("last", ""), "is before the first day", "the first day or a later one");
        if (window.FromMinute is { } from && from == window.ToMinute) w.Wrong("to", w.Text("to", ""), "is when it begins", "another time; leave both out for the whole day");
        w.Done();
        return window;
    }

    private static int? Minute(Fields w, string key)
    {
        if (w.Text(key, "") is not { Length: > 0 } text) return null;
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time.Hour * 60 + time.Minute;
        w.Wrong(key, text, "is no time of day", TimeForm);
        return null;
    }

    private static int? Day(Fields w, string key)
    {
        if (w.Text(key, "") is not { Length: > 0 } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is >= 2000 and < 2200)
            return day.DayNumber - new DateOnly(1970, 1, 1).DayNumber;
        w.Wrong(key, text, "is no date", DateForm);
        return null;
    }
}
