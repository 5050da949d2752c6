using Prunella.Detection.Forecasts;
using Prunella.Runtime.SeriesFiles;

namespace Prunella.Cli.Forecasts;

/// <summary>One causal pass over a file: each row is foretold by the newest point that is a horizon older.</summary>
internal sealed class ForetoldSeries(string path, long horizon)
{
    private const int Steps = 12;
    private const double Largest = 1e30;
    private readonly Forecaster _forecaster = new(horizon, daily: true);
    private readonly Queue<(long For, Forecast? Forecast, double Last)> _made = new();
    private (long For, Forecast? Forecast, double Last)? _newest;

    /// <summary>The last point's row.</summary>
    public SeriesRow Last { get; private set; }

    /// <summary>Reads on; what it gives is in the file's order.</summary>
    public IEnumerable<ForetoldRow> Rows()
    {
        foreach (var row in SeriesFile.Read(path))
        {
            var isAmount = row.Broken.Length > 0 || double.IsNaN(row.Number) || Math.Abs(row.Number) <= Largest;
            yield return isAmount ? Row(row) : Row(row with { Broken = $"'{row.Value}' is beyond {Largest:0e+0}" });
        }
    }

    /// <summary>From the last point to the horizon, in twelve steps; nothing while too little was seen.</summary>
    public IEnumerable<AheadRow> Ahead()
    {
        for (var i = 1; i <= Steps; i++)
        {
            var ahead = horizon / Steps * i;
            if (_forecaster.Ahead(ahead) is { } forecast) yield return new AheadRow(_forecaster.At + ahead, forecast);
        }
    }

    /// <summary>When a limit is reached from the last point on, whichever side of it the series is; null while too
    /// little was seen.</summary>
    public Reach? Until(double limit) =>
        _forecaster.Last > limit ? _forecaster.UntilBelow(limit) : _forecaster.UntilAbove(limit);

    private ForetoldRow Row(SeriesRow row)
    {
        if (row.Broken.Length > 0 || double.IsNaN(row.Number)) return new ForetoldRow(row, null, 0, IsLate: false);
        var (at, before) = (row.UnixNanos, _forecaster.At);
        if (!_forecaster.Observe(at, row.Number)) return new ForetoldRow(row, null, 0, IsLate: true);
        Last = row;
        while (_made.TryPeek(out var made) && made.For <= at) _newest = _made.Dequeue();
        _made.Enqueue((at + horizon, _forecaster.Ahead(horizon), row.Number));
        // It was made of another moment: a gap lies between.
        var isOf = _newest is { } of && at - of.For <= Math.Max(horizon / 2, before == long.MinValue ? 0 : at - before);
        return isOf
            ? new ForetoldRow(row, _newest!.Value.Forecast, _newest.Value.Last, IsLate: false)
            : new ForetoldRow(row, null, 0, IsLate: false);
    }
}
