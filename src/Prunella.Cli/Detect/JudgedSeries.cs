using Prunella.Detection;
using Prunella.Detection.Series;
using Prunella.Runtime.SeriesFiles;

namespace Prunella.Cli.Detect;

/// <summary>One causal pass over a file with the shipped detector.</summary>
internal static class JudgedSeries
{
    private const int Channels = 3;

    /// <param name="path">The file.</param>
    /// <param name="explained">Says what spoke for each alarm.</param>
    /// <param name="isCounter">Its values are readings of a counter that only grows: its rate is judged.</param>
    public static IEnumerable<JudgedRow> Of(string path, bool explained, bool isCounter)
    {
        var detector = new SeriesDetector();
        var steps = new CounterSteps();
        foreach (var read in SeriesFile.Read(path))
        {
            // A reading that gives no rate (the first, one after a long gap) is as a row without a value.
            var row = isCounter && read.Broken.Length == 0
                ? read with { Number = steps.Take(read.UnixNanos, read.Number) ?? double.NaN } : read;
            if (row.Broken.Length == 0 && Math.Abs(row.Number) > SeriesDetector.Largest)
            {
                yield return new JudgedRow(row with { Broken = $"'{row.Value}' is beyond {SeriesDetector.Largest:0e+0}" }, null, "");
                continue;
            }
            var judgement = row.Broken.Length > 0 ? null : detector.Observe(row.UnixNanos, row.Number);
            var why = explained && judgement is { IsAlarm: true } ? string.Join("; ", detector.Why(Channels)) : "";
            yield return new JudgedRow(row, judgement, why);
        }
    }
}
