using System.Globalization;
using System.Net;
using System.Text;

using Prunella.Contracts;
using Prunella.Runtime.Ports;
using Prunella.Runtime.Views;

namespace Prunella.Server.Page;

/// <summary>Draws the last five minutes of one signal as a small inline SVG.</summary>
/// <remarks>
/// Five seconds are one point and show their greatest value and their worst health, so that a short
/// peak is not averaged away. The scale begins at 0 and ends a quarter above the greatest value, or
/// at what counts as nothing for its kind if that is more: noise looks like noise. The dashed line
/// is what is expected of the signal, often a bound far above it: so it is drawn where it lies
/// within the scale and does not stretch it. A gap stays a gap; a bar at the foot marks unhealthy
/// stretches, so that shape tells what colour repeats. Title and description say the same in words.
/// No style and no script of its own, and every text is encoded.
/// </remarks>
internal static class Sparkline
{
    public const int Points = 60;
    public const long SecondsPerPoint = 5;

    private const int Step = 2;
    private const int Height = 24;

    /// <summary>Room for the bar at the foot.</summary>
    private const int Floor = Height - 5;

    private const int Ceiling = 2;

    /// <summary>A signal that does not move lies below the top, where it looks like one that does not move.</summary>
    private const double Headroom = 1.25;

    /// <summary>Appends the drawing; nothing when there is nothing to draw.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="id">Tells its title apart from others' on the page; our own, not telemetry's.</param>
    /// <param name="of">Whose signal, in any characters.</param>
    /// <param name="readings">One series, of one signal, in order of time.</param>
    /// <param name="untilSecond">Unix second at the right edge.</param>
    public static void Draw(
        StringBuilder html, string id, string of, IReadOnlyList<SignalReading> readings, long untilSecond)
    {
        var slots = Slots(readings, untilSecond / SecondsPerPoint);
        if (!slots.Any(s => s is not null)) return;
        var kind = readings[0].Signal;
        var top = Math.Max(Nothing(kind), Headroom * slots.Max(s => s?.Value ?? 0));
        html.Append(CultureInfo.InvariantCulture, $"<svg class=\"spark\" viewBox=\"0 0 {Points * Step} {Height}\" role=\"img\" aria-labelledby=\"{id}t {id}d\">");
        html.Append(CultureInfo.InvariantCulture, $"<title id=\"{id}t\">{WebUtility.HtmlEncode($"{Word(kind)} of {of}, last 5 minutes")}</title>");
        html.Append(CultureInfo.InvariantCulture, $"<desc id=\"{id}d\">{WebUtility.HtmlEncode(Describe(kind, slots))}</desc>");
        var expected = slots.Last(s => s is not null)!.Expected;
        if (expected > 0 && expected <= top)
            html.Append(CultureInfo.InvariantCulture, $"<path class=\"expected\" d=\"M0 {Y(expected, top)}H{Points * Step}\"/>");
        html.Append("<path d=\"").Append(Line(slots, top)).Append("\"/>");
        var bar = Bar(slots);
        if (bar.Length > 0) html.Append("<path class=\"bad\" d=\"").Append(bar).Append("\"/>");
        html.Append("</svg>");
    }

    private static SignalReading?[] Slots(IReadOnlyList<SignalReading> readings, long last)
    {
        var slots = new SignalReading?[Points];
        foreach (var reading in readings)
        {
            var slot = reading.AtSecond / SecondsPerPoint - last + Points - 1;
            if (slot is < 0 or >= Points) continue;
            var held = slots[slot];
            slots[slot] = held is null ? reading : reading with
            {
                Value = Math.Max(held.Value, reading.Value),
                Health = Badness(held.Health) > Badness(reading.Health) ? held.Health : reading.Health,
            };
        }
        return slots;
    }

    private static string Line(SignalReading?[] slots, double top)
    {
        var path = new StringBuilder();
        for (var i = 0; i < Points; i++)
        {
            if (slots[i] is not { } slot) continue;
            var isAfterGap = i == 0 || slots[i - 1] is null;
            path.Append(CultureInfo.InvariantCulture, $"{(isAfterGap ? 'M' : 'L')}{i * Step + 1} {Y(slot.Value, top)}");
            // A point without neighbours is a line of no length, which a round cap makes visible.
            if (isAfterGap && (i == Points - 1 || slots[i + 1] is null)) path.Append("h0");
        }
        return path.ToString();
    }

    private static string Bar(SignalReading?[] slots)
    {
        var path = new StringBuilder();
        for (var i = 0; i < Points; i++)
        {
            if (slots[i]?.Health == Health.Unhealthy)
                path.Append(CultureInfo.InvariantCulture, $"M{i * Step} {Height - 2}h{Step}");
        }
        return path.ToString();
    }

    private static string Describe(SignalKind kind, SignalReading?[] slots)
    {
        var known = slots.OfType<SignalReading>().ToArray();
        var now = slots[^1] ?? slots[^2];
        var unhealthy = known.Count(s => s.Health == Health.Unhealthy) * SecondsPerPoint;
        var words = $"{(now is null ? "no reading now" : "now " + SignalText.Of(kind, now.Value))}, "
            + $"between {SignalText.Of(kind, known.Min(s => s.Value))} and {SignalText.Of(kind, known.Max(s => s.Value))}, "
            + $"expected {SignalText.Of(kind, known[^1].Expected)}";
        return unhealthy == 0 ? words : string.Create(CultureInfo.InvariantCulture, $"{words}, unhealthy for {unhealthy} s");
    }

    private static string Y(double value, double top)
    {
        var share = Math.Clamp(value / top, 0, 1);
        return (Floor - share * (Floor - Ceiling)).ToString("0.#", CultureInfo.InvariantCulture);
    }

    /// <summary>Below this a signal lies at the foot: one percent, a millisecond, one a second.</summary>
    private static double Nothing(SignalKind kind) => kind switch
    {
        SignalKind.Errors => 0.01,
        SignalKind.Latency => 0.001,
        _ => 1,
    };

    private static int Badness(Health health) => health switch
    {
        Health.Unhealthy => 2,
        Health.Unknown => 1,
        _ => 0,
    };

    private static string Word(SignalKind kind) => kind switch
    {
        SignalKind.Errors => "errors",
        SignalKind.Latency => "latency",
        _ => "traffic",
    };
}
