using Prunella.Detection.Series;
using Prunella.Runtime.SeriesFiles;

namespace Prunella.Cli.Detect;

/// <summary>One causal pass over a file with the shipped detector.</summary>
internal static class JudgedSeries
{
    private const int Channels = 3;

    public static IEnumerable<JudgedRow> Of(string path, bool explained)
    {
        var detector = new SeriesDetector();
        foreach (var row in SeriesFile.Read(path))
        {
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
