using System.Globalization;

using Prunella.Contracts;
using Prunella.Detection.Forecasts;
using Prunella.Runtime.Views;

namespace Prunella.Cli.Forecasts;

/// <summary>What one file came to.</summary>
internal sealed class ForecastSummary(string path)
{
    private const int MostTold = 20;
    private double _error;
    private double _naive;

    public string Path { get; } = path;

    /// <summary>Points learnt.</summary>
    public long Points { get; private set; }

    /// <summary>Points that had been foretold.</summary>
    public long Foretold { get; private set; }

    /// <summary>Of those, within the interval.</summary>
    public long Within { get; private set; }

    public long Gaps { get; private set; }

    /// <summary>Rows not later than one before.</summary>
    public long OutOfOrder { get; private set; }

    public long Broken { get; private set; }

    /// <summary>The first broken rows, with file, line and what is wrong.</summary>
    public List<string> Told { get; } = [];

    /// <summary>Why the file as a whole could not be foretold, or null.</summary>
    public string? Failure { get; set; }

    /// <summary>When the limit is reached, in words; empty where none was asked for.</summary>
    public string Limit { get; private set; } = "";

    /// <summary>Mean error against that of the last value; null where nothing was foretold or nothing ever
    /// moved.</summary>
    public double? AgainstNaive => _naive > 0 ? _error / _naive : null;

    public void Add(in ForetoldRow row)
    {
        if (row.Row.Broken.Length > 0)
        {
            Broken++;
            if (Told.Count < MostTold) Told.Add($"{Path}:{row.Row.Line}: {row.Row.Broken}");
            return;
        }
        if (double.IsNaN(row.Row.Number)) Gaps++;
        else if (row.IsLate) OutOfOrder++;
        else Points++;
        if (row.Forecast is not { } forecast) return;
        var value = row.Row.Number;
        Foretold++;
        if (value >= forecast.Lower && value <= forecast.Upper) Within++;
        _error += Math.Abs(value - forecast.Expected);
        _naive += Math.Abs(value - row.Naive);
    }

    /// <summary>Says so when it was no series after all, and when the limit is reached.</summary>
    public void Conclude(double? limit, Reach? reach, long horizon)
    {
        if (Points == 0 || OutOfOrder > Points)
            Failure = $"{Points} points, {OutOfOrder} out of order, {Gaps} without a value, {Broken} broken"
                + (OutOfOrder > Points ? ": is the newest first? Sort it by time." : ".");
        if (limit is not { } bound || Points == 0) return;
        var when = reach switch
        {
            null => "not foretold: too little was seen",
            { Expected: 0 } => "reached already",
            { Expected: { } expected, Earliest: { } earliest, Latest: var latest } =>
                "reached " + OutlookText.In(new Outlook(expected, earliest, latest ?? 0)),
            { Earliest: { } earliest } => $"not reached within {OutlookText.Span(horizon)} as expected, and in {OutlookText.Span(earliest)} at the earliest",
            _ => $"not reached within {OutlookText.Span(horizon)}",
        };
        Limit = string.Create(CultureInfo.InvariantCulture, $"{Path}: {bound} is {when}.");
    }
}
