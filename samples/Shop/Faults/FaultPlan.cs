using System.Globalization;

namespace Prunella.Samples.Shop.Faults;

/// <summary>What the switch says: how slow, which share fails, whether memory leaks.</summary>
/// <param name="Delay">Added to every answer.</param>
/// <param name="FailEvery">Every so-many-th request fails; 0 = none.</param>
/// <param name="Leak">Keep two megabytes more each second.</param>
internal sealed record FaultPlan(TimeSpan Delay, int FailEvery, bool Leak)
{
    public static readonly FaultPlan None = new(TimeSpan.Zero, 0, false);

    /// <summary>Reads the lines <c>slow=400ms</c>, <c>slow=3s</c>, <c>errors=20%</c>, <c>leak</c>; what it does not know goes to the callback.</summary>
    public static FaultPlan Parse(string text, Action<string> unknown)
    {
        var plan = None;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line == "leak") plan = plan with { Leak = true };
            else if (line.StartsWith("slow=", StringComparison.Ordinal) && Duration(line[5..]) is { } delay) plan = plan with { Delay = delay };
            else if (line.StartsWith("errors=", StringComparison.Ordinal) && Every(line[7..]) is { } every) plan = plan with { FailEvery = every };
            else unknown(line);
        }
        return plan;
    }

    private static TimeSpan? Duration(string text)
    {
        if (text.EndsWith("ms", StringComparison.Ordinal)) return Number(text[..^2]) is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
        return text.EndsWith('s') && Number(text[..^1]) is { } s ? TimeSpan.FromSeconds(s) : null;
    }

    private static int? Every(string text) =>
        text.EndsWith('%') && Number(text[..^1]) is { } percent and > 0 and <= 100 ? (int)Math.Round(100.0 / percent) : null;

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
