namespace Prunella.Detection.Series;

/// <summary>Which time a cell knows.</summary>
internal enum CellTime
{
    None,
    HourOfDay,
    SlotOfWeek,
}

/// <summary>One coordinate of a cell.</summary>
/// <param name="Feature">Which feature, by <see cref="Yardstick"/>, or one of the two values before.</param>
/// <param name="Resolution">Steps per unit of its scale.</param>
internal readonly record struct CellSide(int Feature, float Resolution)
{
    /// <summary>The value before, where <see cref="Yardstick"/> has no feature.</summary>
    public const int Lag1 = Yardstick.Features;

    /// <summary>The value before that.</summary>
    public const int Lag2 = Yardstick.Features + 1;

    public const int All = Yardstick.Features + 2;
}

/// <summary>A way of cutting the space of features into cells, of which the series has visited some.</summary>
/// <param name="Name">What it looks at, for people.</param>
/// <param name="Sides">Its coordinates, one to three; the neighbours of a cell are those along the first.</param>
/// <param name="Time">With a time, seen and unseen are told apart by hour.</param>
/// <param name="JudgedFrom">Points before an unseen cell counts: an hour must have come round.</param>
/// <param name="LeastGain">How fast the habit of seeing new cells is forgotten.</param>
internal sealed record NoveltyCell(string Name, CellSide[] Sides, CellTime Time, int JudgedFrom, float LeastGain)
{
    public const int Day = 300;
    public const int Week = 1000;
    private const float Slow = 0.002f;

    /// <summary>All of them: values and means, alone, in pairs and by the clock.</summary>
    public static NoveltyCell[] All { get; } =
    [
        new("this value", [new(Yardstick.Value, 8)], CellTime.None, Warmup.Points, 0.001f),
        ByHour("this value at this hour", new CellSide(Yardstick.Value, 3)),
        Plain("this value after the one before", new(Yardstick.Value, 4), new(CellSide.Lag1, 4)),
        Plain("this mean of 6 points within that of 24", new(Yardstick.Mean6, 4), new(Yardstick.Mean24, 4)),
        Plain("these means of 3, 12 and 48 points", new(Yardstick.Mean3, 3), new(Yardstick.Mean12, 3), new(Yardstick.Mean48, 3)),
        Plain("this spread at this mean", new(Yardstick.Spread24, 3), new(Yardstick.Mean24, 3)),
        Plain("these three values in a row", new(Yardstick.Value, 2), new(CellSide.Lag1, 2), new(CellSide.Lag2, 2)),
        ByHour("this mean of 6 points at this hour", new CellSide(Yardstick.Mean6, 4)),
        ByHour("this mean of 24 points at this hour", new CellSide(Yardstick.Mean24, 4)),
        Plain("these means of 24 and 96 points", new(Yardstick.Mean24, 4), new(Yardstick.Mean96, 4)),
        Plain("this slope at this mean", new(Yardstick.Slope, 4), new(Yardstick.Mean6, 4)),
        Plain("these spreads of 12 and 48 points", new(Yardstick.LogSpread12, 4), new(Yardstick.LogSpread48, 4)),
        Plain("this rhythm at this spread", new(Yardstick.Autocorrelation, 4), new(Yardstick.Spread48, 4)),
        new("this mean of 3 points at this time of the week", [new(Yardstick.Mean3, 3)], CellTime.SlotOfWeek, Week, Slow),
    ];

    public static string[] Names { get; } = [.. All.Select(c => c.Name)];

    private static NoveltyCell Plain(string name, params CellSide[] sides) =>
        new(name, sides, CellTime.None, Warmup.Points, Slow);

    private static NoveltyCell ByHour(string name, CellSide side) => new(name, [side], CellTime.HourOfDay, Day, Slow);
}
