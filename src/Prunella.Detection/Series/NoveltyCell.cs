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
/// <param name="Steps">Steps after which the map begins again; a power of two.</param>
internal readonly record struct CellSide(int Feature, float Resolution, int Steps)
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
/// <remarks>
/// Steps: two sides have 32 each, three have 16, 8 and 8, all 1,024 bits. At four steps a unit of asinh, 32 wrap after
/// four units to either side, that is 27 times the usual distance from the middle. An hour or a slot of the week has
/// 32 of its own. Rhythm and the logarithms of spread stay linear, wrap sooner, and so forgive sooner.
/// </remarks>
internal sealed record NoveltyCell(string Name, CellSide[] Sides, CellTime Time, int JudgedFrom, float LeastGain)
{
    public const int Day = 300;
    public const int Week = 1000;

    /// <summary>Words of 32 bits of all maps together; a test compares it with the table.</summary>
    public const int WordsOfMaps = 452;

    private const float Slow = 0.002f;

    /// <summary>All of them: values and means, alone, in pairs and by the clock.</summary>
    public static NoveltyCell[] All { get; } =
    [
        new("this value", [new(Yardstick.Value, 8, 256)], CellTime.None, Warmup.Points, 0.001f),
        ByHour("this value at this hour", Yardstick.Value, 3),
        InPair("this value after the one before", (Yardstick.Value, 4), (CellSide.Lag1, 4)),
        InPair("this mean of 6 points within that of 24", (Yardstick.Mean6, 4), (Yardstick.Mean24, 4)),
        InThree("these means of 3, 12 and 48 points", 3, Yardstick.Mean3, Yardstick.Mean12, Yardstick.Mean48),
        InPair("this spread at this mean", (Yardstick.Spread24, 3), (Yardstick.Mean24, 3)),
        InThree("these three values in a row", 2, Yardstick.Value, CellSide.Lag1, CellSide.Lag2),
        ByHour("this mean of 6 points at this hour", Yardstick.Mean6, 4),
        ByHour("this mean of 24 points at this hour", Yardstick.Mean24, 4),
        InPair("these means of 24 and 96 points", (Yardstick.Mean24, 4), (Yardstick.Mean96, 4)),
        InPair("this slope at this mean", (Yardstick.Slope, 4), (Yardstick.Mean6, 4)),
        InPair("these spreads of 12 and 48 points", (Yardstick.LogSpread12, 4), (Yardstick.LogSpread48, 4)),
        Plain("this rhythm at this spread", new(Yardstick.Autocorrelation, 4, 16), new(Yardstick.Spread48, 4, 64)),
        new("this mean of 3 points at this time of the week", [new(Yardstick.Mean3, 3, 32)], CellTime.SlotOfWeek, Week, Slow),
    ];

    public static string[] Names { get; } = [.. All.Select(c => c.Name)];

    /// <summary>Cells of one hour or slot; of all, where there is none.</summary>
    public int StepsOfSides => Sides.Aggregate(1, (product, side) => product * side.Steps);

    /// <summary>Cells of its map.</summary>
    public int Cells => StepsOfSides * Time switch
    {
        CellTime.HourOfDay => 24,
        CellTime.SlotOfWeek => Calendar.HoursOfWeek / 2,
        _ => 1,
    };

    private static NoveltyCell Plain(string name, params CellSide[] sides) =>
        new(name, sides, CellTime.None, Warmup.Points, Slow);

    private static NoveltyCell InPair(
        string name, (int Feature, float Resolution) first, (int Feature, float Resolution) second) =>
        Plain(name, new(first.Feature, first.Resolution, 32), new(second.Feature, second.Resolution, 32));

    private static NoveltyCell InThree(string name, float resolution, int first, int second, int third) =>
        Plain(name, new(first, resolution, 16), new(second, resolution, 8), new(third, resolution, 8));

    private static NoveltyCell ByHour(string name, int feature, float resolution) =>
        new(name, [new(feature, resolution, 32)], CellTime.HourOfDay, Day, Slow);
}
