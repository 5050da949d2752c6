using System.Globalization;

namespace Prunella.Samples.Shop.Faults;

/// <summary>What the switch says: how slow, which share fails, whether memory leaks.</summary>
/// <param name="Delay">Added to every answer; ten minutes at most.</param>
/// <param name="FailPercent">How many of a hundred requests fail, 0..100.</param>
/// <param name="Leak">Keep two megabytes more each second.</param>
internal sealed record FaultPlan(TimeSpan Delay, int FailPercent, bool Leak)
{
    public static readonly FaultPlan None = new(TimeSpan.Zero, 0, false);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Reads the lines <c>slow=400ms</c>, <c>slow=3s</c>, <c>errors=20%</c>, <c>leak</c>; what it
    /// does not know goes to the callback.
    /// </summary>
    public static FaultPlan Parse(string text, Action<string> unknown)
    {
        var plan = None;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line == "leak") plan = plan with { Leak = true };
            else if (After("slow=", line) is { } slow && Duration(slow) is { } delay) plan = plan with { Delay = delay };
            else if (After("errors=", line) is { } errors && Percent(errors) is { } share) plan = plan with { FailPercent = share };
            else unknown(line);
        }
        return plan;
    }

    /// <summary>
    /// True when the request of this number fails: spread evenly, by count and not by chance,
    /// because a demo should be the same each time. At 20 % it is every fifth.
    /// </summary>
    /// <param name="number">1 for the first request.</param>
    public bool Fails(long number) => number * FailPercent / 100 > (number - 1) * FailPercent / 100;

    private static string? After(string name, string line) =>
        line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..] : null;

    private static TimeSpan? Duration(string text)
    {
        TimeSpan? read =
            text.EndsWith("ms", StringComparison.Ordinal) ? Number(text[..^2]) is { } ms ? TimeSpan.FromMilliseconds(ms) : null
            : text.EndsWith('s') && Number(text[..^1]) is { } s ? TimeSpan.FromSeconds(s)
            : null;
        return read <= Longest ? read : null;
    }

    private static int? Percent(string text) =>
        text.EndsWith('%') && Number(text[..^1]) is { } percent and > 0 and <= 100 ? percent : null;

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
