using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

using Prunella.Cli.Detect;
using Prunella.Cli.Forecasts;

namespace Prunella.Cli.Tests.Forecasts;

/// <summary>A folder of series goes in, the same folder with forecasts comes out, whatever lies in it.</summary>
public sealed class ForecastRunTests : IDisposable
{
    private const long Hour = 3_600_000_000_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("prunella-forecast-").FullName;

    [Fact]
    public void Every_row_is_foretold_by_what_lay_an_hour_before_and_the_next_hour_follows()
    {
        Write("in/a/disk.csv", Ramp(200));

        var summary = Assert.Single(Run("csv", limit: 1000));

        var rows = File.ReadAllLines(Path.Combine(_folder, "out/a/disk.csv"));
        Assert.Equal("timestamp,value,expected,lower,upper", rows[0]);
        Assert.Equal(1 + 200 + 12, rows.Length);
        Assert.EndsWith(",,,", rows[12], StringComparison.Ordinal);
        var last = rows[200].Split(',');
        Assert.InRange(Number(last[1]), Number(last[3]) - 1, Number(last[4]) + 1);
        Assert.Equal(Number(last[1]), Number(last[2]), tolerance: 5);
        // 200 points at five minutes from midnight, and an hour more.
        Assert.StartsWith("2026-01-01T17:35:00Z,,", rows[^1], StringComparison.Ordinal);
        Assert.Equal((200, 0, 0, 0), (summary.Points, summary.Gaps, summary.OutOfOrder, summary.Broken));
        Assert.True(summary.AgainstNaive < 0.3);
        Assert.True(summary.Within > 0.8 * summary.Foretold);
        Assert.Matches(@"disk\.csv: 1000 is not reached within 60 minutes\.$", summary.Limit);
    }

    [Fact]
    public void A_limit_is_told_with_when_it_is_reached_above_and_below()
    {
        Write("in/disk.csv", Ramp(200));

        // It stands at 498 and gains two every five minutes.
        Assert.Matches(@": 510 is reached in about (29|30|31) minutes \(\d+ (to \d+|or more)\)\.$", Assert.Single(Run("csv", limit: 510)).Limit);
        Assert.Matches(@": 300 is not reached", Assert.Single(Run("csv", limit: 300)).Limit);
        Write("in/disk.csv", Ramp(5));
        Assert.Matches(@": 510 is not foretold: too little was seen\.$", Assert.Single(Run("csv", limit: 510)).Limit);
    }

    [Fact]
    public void Times_are_written_as_the_file_writes_them()
    {
        Write("in/seconds.csv", "timestamp,value\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{1_767_225_600 + 300 * i},{i}\n")));

        Run("csv", limit: null);

        Assert.StartsWith("1767258900,,", File.ReadAllLines(Path.Combine(_folder, "out/seconds.csv"))[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_rows_are_named_and_the_rest_goes_on()
    {
        var rows = Ramp(100).Split('\n');
        (rows[50], rows[60], rows[70]) = ("noon,5", rows[60].Split(',')[0] + ",", rows[20]);
        Write("in/odd.csv", string.Join('\n', rows));
        Write("in/none.csv", "a,b\n1,2\n");

        var summaries = Run("csv", limit: null);

        var odd = summaries.Single(s => s.Path.EndsWith("odd.csv", StringComparison.Ordinal));
        Assert.Equal((97, 1, 1, 1), (odd.Points, odd.Gaps, odd.OutOfOrder, odd.Broken));
        Assert.Contains("odd.csv:51: 'noon' is no time", Assert.Single(odd.Told), StringComparison.Ordinal);
        Assert.Equal(1 + 100 + 12, File.ReadAllLines(Path.Combine(_folder, "out/odd.csv")).Length);
        Assert.Contains("'timestamp' and 'value'", summaries.Single(s => s != odd).Failure, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "out/none.csv")));
    }

    [Fact]
    public void Json_holds_the_same_and_a_drawing_is_an_image()
    {
        Write("in/disk.csv", Ramp(200));

        Run("json", limit: 600);

        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "out/disk.json")));
        Assert.Equal(1, json.RootElement.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(200, json.RootElement.GetProperty("points").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("points")[0].GetProperty("expected").ValueKind);
        Assert.Equal(12, json.RootElement.GetProperty("ahead").GetArrayLength());
        var svg = XDocument.Load(Path.Combine(_folder, "plots/disk.svg")).Root!;
        Assert.Equal("disk.csv", svg.Element(svg.GetDefaultNamespace() + "title")!.Value);
    }

    [Fact]
    public void Without_an_output_only_the_summary_is_made()
    {
        Write("in/disk.csv", Ramp(50));
        var paths = DetectPaths.Find(Path.Combine(_folder, "in/disk.csv"), null, "csv", null);

        Assert.Equal(50, new ForecastRun("csv", Hour, null).Foretell(paths[0], TestContext.Current.CancellationToken).Points);
        Assert.Single(Directory.GetFileSystemEntries(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ForecastSummary[] Run(string format, double? limit)
    {
        var run = new ForecastRun(format, Hour, limit);
        return [.. DetectPaths.Find(Path.Combine(_folder, "in"), Path.Combine(_folder, "out"), format, Path.Combine(_folder, "plots"))
            .Select(p => run.Foretell(p, TestContext.Current.CancellationToken))];
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>From 100 on, two more every five minutes, with a little noise.</summary>
    private static string Ramp(int points)
    {
        var random = new Random(5);
        var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        return "timestamp,value\n" + string.Concat(Enumerable.Range(0, points).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{start.AddMinutes(5 * i):yyyy-MM-ddTHH:mm:ssZ},{100 + 2 * i + 0.4 * random.NextDouble():0.00}\n")));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
