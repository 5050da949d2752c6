using System.Globalization;

using Prunella.Kernel.Policies;
using Prunella.Runtime.Configuration.Documents.Declared;

using static Prunella.Runtime.Configuration.Documents.Declared.FreezeWindowFields;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Reads the key <c>freezeWindows</c>: times, all in UTC, in which nothing is changed.</summary>
internal static class FreezeWindowReader
{
    private static readonly Field[] Times = [Days, From, To, First, Last];

    /// <summary>What the key says; null where it is not there, so that the content of other documents stays as it
    /// was.</summary>
    public static IReadOnlyList<FreezeWindow>? Read(Fields fields, MapsField key) =>
        fields.Has(key) ? [.. fields.Read(key).Select(Window)] : null;

    private static FreezeWindow Window(Fields w)
    {
        var days = w.Read(Days).Distinct().Order().ToArray();
        var window = new FreezeWindow(
            w.Read(Name), days.Length > 0 ? days : null, Minute(w, From), Minute(w, To), Day(w, First), Day(w, Last),
            w.Has(Allow) ? w.Read(Allow) : null);
        if (!Times.Any(w.Has))
            w.Problems.Add(w.Place, "names no time, and would freeze for ever", "", "days, from and to, first and last");
        if (window.FirstDay > window.LastDay) w.Wrong(Last, w.Read(Last), "is before the first day", "the first day or a later one");
        if (window.FromMinute is { } from && from == window.ToMinute) w.Wrong(To, w.Read(To), "is when it begins", "another time; leave both out for the whole day");
        return window;
    }

    private static int? Minute(Fields w, FormField field)
    {
        if (w.Read(field) is not { Length: > 0 } text) return null;
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time.Hour * 60 + time.Minute;
        w.Wrong(field, text, "is no time of day", field.Type);
        return null;
    }

    private static int? Day(Fields w, FormField field)
    {
        if (w.Read(field) is not { Length: > 0 } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is >= 2000 and < 2200)
            return day.DayNumber - new DateOnly(1970, 1, 1).DayNumber;
        w.Wrong(field, text, "is no date", field.Type);
        return null;
    }
}
