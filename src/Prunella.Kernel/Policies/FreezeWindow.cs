using Prunella.Kernel.Recipes;

namespace Prunella.Kernel.Policies;

/// <summary>A day of the week, UTC.</summary>
public enum Weekday
{
    /// <summary>Monday.</summary>
    Monday,

    /// <summary>Tuesday.</summary>
    Tuesday,

    /// <summary>Wednesday.</summary>
    Wednesday,

    /// <summary>Thursday.</summary>
    Thursday,

    /// <summary>Friday.</summary>
    Friday,

    /// <summary>Saturday.</summary>
    Saturday,

    /// <summary>Sunday.</summary>
    Sunday,
}

/// <summary>A time in which nothing is changed. All of it in UTC; what is null does not narrow it.</summary>
/// <param name="Name">For people.</param>
/// <param name="Days">On these days of the week.</param>
/// <param name="FromMinute">From this minute of the day, 0 to 1439.</param>
/// <param name="ToMinute">To this minute, not included; not after the beginning means on the next day.</param>
/// <param name="FirstDay">From this day on, in days since 1970-01-01.</param>
/// <param name="LastDay">To this day, included.</param>
/// <param name="Allow">The greatest disruption that stays allowed; null for nothing at all.</param>
public sealed record FreezeWindow(
    string Name,
    IReadOnlyList<Weekday>? Days,
    int? FromMinute,
    int? ToMinute,
    int? FirstDay,
    int? LastDay,
    Disruption? Allow)
{
    private const long Minute = 60_000_000_000;
    private const int MinutesOfDay = 1440;

    /// <summary>1970-01-01 was a Thursday.</summary>
    private const int DayOfEpoch = (int)Weekday.Thursday;

    /// <summary>When the window that a time lies in ends; 0 when it lies in none.</summary>
    public long EndsAt(long at)
    {
        var minutes = at / Minute;
        var (day, minute) = ((int)(minutes / MinutesOfDay), (int)(minutes % MinutesOfDay));
        var (from, to) = (FromMinute ?? 0, ToMinute ?? MinutesOfDay);
        var length = to > from ? to - from : to - from + MinutesOfDay;
        // It may have begun yesterday and last over midnight.
        for (var begun = day; begun >= day - 1; begun--)
        {
            var since = minute - from + (day - begun) * MinutesOfDay;
            if (Begins(begun) && since >= 0 && since < length) return (minutes - since + length) * Minute;
        }
        return 0;
    }

    private bool Begins(int day) =>
        day >= (FirstDay ?? day) && day <= (LastDay ?? day)
        && (Days is not { Count: > 0 } days || days.Contains((Weekday)((day + DayOfEpoch) % 7)));
}
