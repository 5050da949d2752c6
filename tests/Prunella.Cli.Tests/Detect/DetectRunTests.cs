using System.Text.Json;
using System.Xml.Linq;

using Prunella.Cli.Detect;

namespace Prunella.Cli.Tests.Detect;

/// <summary>A folder of series goes in, the same folder of judged series comes out, whatever lies in it.</summary>
public sealed class DetectRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prunella-detect-").FullName;

    [Fact]
    public void The_same_tree_comes_out_with_a_row_for_every_row()
    {
        Write("in/a/cpu.csv", Steps(600));
        Write("in/b.csv", "Timestamp,Value,host\n2026-01-01T00:00:00Z,1,x\nnoon,2,x\n2026-01-01T00:10:00Z,,x\n2026-01-01T00:05:00Z,3,x\n2026-01-01T00:15:00Z,4,x\n");

        var summaries = Run("csv", explained: false);

        var cpu = File.ReadAllLines(Path.Combine(_folder, "out/a/cpu.csv"));
        Assert.Equal("timestamp,value,anomaly_score,alarm,confidence,expected,lower,upper", cpu[0]);
        Assert.Equal(601, cpu.Length);
        Assert.Contains(cpu, l => l.Split(',')[3] == "1");
        var b = File.ReadAllLines(Path.Combine(_folder, "out/b.csv"));
        Assert.Equal("noon,2,0,0,,,,", b[2]);
        Assert.Equal(6, b.Length);
        var odd = summaries.Single(s => s.Path.EndsWith("b.csv", StringComparison.Ordinal));
        // The gap has no number to be late for; the row after it is older than it, and counts, since nothing was learnt yet.
        Assert.Equal((3, 1, 1, 0), (odd.Points, odd.Gaps, odd.Broken, odd.OutOfOrder));
        Assert.EndsWith("b.csv:3: 'noon' is no time (ISO 8601 with the year first, or seconds, milliseconds, microseconds or nanoseconds since 1970)", Assert.Single(odd.Told), StringComparison.Ordinal);
    }

    [Fact]
    public void An_explained_alarm_names_what_spoke_for_it()
    {
        Write("in/cpu.csv", Steps(600));

        Run("csv", explained: true);

        var alarm = File.ReadAllLines(Path.Combine(_folder, "out/cpu.csv")).First(l => l.Split(',')[3] == "1");
        Assert.Contains("never", alarm, StringComparison.Ordinal);
    }

    [Fact]
    public void An_alarm_that_would_wake_somebody_is_a_page_where_it_is_explained()
    {
        // A quiet series that leaves its range for good.
        Write("in/cpu.csv", "timestamp,value\n" + string.Concat(Enumerable.Range(0, 3_000).Select(i =>
            FormattableString.Invariant($"{1_790_000_000 + i * 300},{50 + i * 7919 % 100 / 50.0 + (i < 2_500 ? 0 : 40)}\n"))));

        var summary = Assert.Single(Run("csv", explained: true));

        var rows = File.ReadAllLines(Path.Combine(_folder, "out/cpu.csv")).Select(l => l.Split(',')).ToArray();
        Assert.Equal("page", rows[0][8]);
        Assert.Equal(summary.Pages, rows.Count(r => r[8] == "1"));
        Assert.Contains(rows[2_500..2_600], r => r[8] == "1");
    }

    [Fact]
    public void Of_a_counter_the_rate_is_judged_through_resets_and_gaps()
    {
        var (reading, rows) = (4e9, new List<string>());
        for (var i = 0; i < 1_500; i++)
        {
            // It wraps at 2^32, begins anew once, and counts ten times as fast at the end.
            reading += 3_000 + i * 7919 % 100 + (i >= 1_400 ? 30_000 : 0);
            if (reading >= 4_294_967_296.0) reading -= 4_294_967_296.0;
            if (i == 700) reading = 40;
            rows.Add(FormattableString.Invariant($"{1_790_000_000 + i * 300},{reading}"));
        }
        Write("in/requests.csv", "timestamp,value\n" + string.Join('\n', rows) + "\n");

        var summary = Assert.Single(Run("csv", explained: true, isCounter: true));

        var judged = File.ReadAllLines(Path.Combine(_folder, "out/requests.csv")).Skip(1).Select(l => l.Split(',')).ToArray();
        Assert.Equal((1_499, 1, 0), (summary.Points, summary.Gaps, summary.OutOfOrder));
        Assert.Equal(rows[10], string.Join(',', judged[10][..2]));
        Assert.InRange(double.Parse(judged[1_390][5], System.Globalization.CultureInfo.InvariantCulture), 9, 12);
        Assert.Contains(judged[1_400..1_410], r => r[3] == "1");
    }

    [Fact]
    public void Json_holds_the_same()
    {
        Write("in/cpu.csv", Steps(600));

        Run("json", explained: true);

        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "out/cpu.json")));
        var points = json.RootElement.GetProperty("points").EnumerateArray().ToArray();
        Assert.Equal(600, points.Length);
        Assert.Contains(points, p => p.GetProperty("alarm").GetBoolean());
    }

    [Fact]
    public void A_drawing_is_an_image_with_a_title_whatever_the_file_is_called()
    {
        Write("in/<b>&.csv", Steps(600));
        Write("in/one\u0001.csv", "timestamp,value\n100,1e17\n200,1e17\n");

        Run("csv", explained: false, plots: Path.Combine(_folder, "plots"));

        var svg = XDocument.Load(Path.Combine(_folder, "plots", "<b>&.svg")).Root!;
        Assert.Equal("<b>&.csv", svg.Element(svg.Name.Namespace + "title")!.Value);
        Assert.NotEmpty(svg.Elements(svg.Name.Namespace + "circle"));
        Assert.DoesNotContain("NaN", File.ReadAllText(Path.Combine(_folder, "plots", "one\u0001.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_series_is_named_and_the_others_are_judged()
    {
        Write("in/a.csv", "name,age\nx,1\n");
        Write("in/cpu.csv", Steps(10));

        var summaries = Run("csv", explained: false);

        Assert.False(File.Exists(Path.Combine(_folder, "out/a.csv")));
        Assert.Contains("'name', 'age'", Assert.Single(summaries, s => s.Failure is not null).Failure, StringComparison.Ordinal);
        Assert.Equal(10, summaries.Sum(s => s.Points));
    }

    [Fact]
    public void A_series_is_not_overwritten_whatever_it_is_called()
    {
        Write("in/a.csv", Steps(1));
        Write("in/in/a.csv", Steps(1));
        Write("a.svg", Steps(1));
        var input = Path.Combine(_folder, "in");
        File.CreateSymbolicLink(Path.Combine(_folder, "link.csv"), Path.Combine(input, "a.csv"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "linked"), input);

        Refused(input, input);
        Refused(Path.Combine(input, "a.csv"), Path.Combine(input, "a.csv"));
        Refused(Path.Combine(input, "a.csv"), Path.Combine(_folder, "link.csv"));
        Refused(input, Path.Combine(_folder, "linked"));
        Refused(input, _folder);
        Refused(Path.Combine(_folder, "a.svg"), Path.Combine(_folder, "out.csv"), plots: _folder);
        Refused(Path.Combine(_folder, "nowhere"), input);
        Refused(input, "");
    }

    [Fact]
    public void A_link_to_a_file_that_is_judged_elsewhere_is_replaced_and_not_followed()
    {
        Write("in/a.csv", Steps(3));
        Write("other.csv", "keep");
        Directory.CreateDirectory(Path.Combine(_folder, "out"));
        File.CreateSymbolicLink(Path.Combine(_folder, "out", "a.csv"), Path.Combine(_folder, "other.csv"));

        Run("csv", explained: false);

        Assert.Equal("keep", File.ReadAllText(Path.Combine(_folder, "other.csv")));
        Assert.Equal(4, File.ReadAllLines(Path.Combine(_folder, "out", "a.csv")).Length);
    }

    [Fact]
    public void What_fails_leaves_the_older_result_and_nothing_half_written()
    {
        Write("in/a.csv", Steps(600));
        Run("csv", explained: false);
        var before = File.ReadAllText(Path.Combine(_folder, "out/a.csv"));
        Write("in/a.csv", "x,y\n1,2\n");

        Assert.NotNull(Assert.Single(Run("csv", explained: false)).Failure);

        Assert.Equal(before, File.ReadAllText(Path.Combine(_folder, "out/a.csv")));
        Assert.Empty(Directory.GetFiles(_folder, "*.part", SearchOption.AllDirectories));
    }

    [Fact]
    public void An_interrupted_run_leaves_nothing_half_written()
    {
        Write("in/a.csv", Steps(600));
        var paths = DetectPaths.Find(Path.Combine(_folder, "in"), Path.Combine(_folder, "out"), "csv", null);

        Assert.Throws<OperationCanceledException>(() => new DetectRun("csv", false, isCounter: false).Judge(paths[0], new CancellationToken(canceled: true)));

        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "out")));
    }

    [Theory]
    [InlineData("timestamp,value\n")]
    [InlineData("timestamp,value\nnoon,1\n")]
    [InlineData("timestamp,value\n100,\n200,nan\n")]
    [InlineData("timestamp,value\n400,1\n300,2\n200,3\n100,4\n")]
    public void What_is_no_series_after_all_is_told(string text)
    {
        Write("in/a.csv", text);

        Assert.NotNull(Assert.Single(Run("csv", explained: false)).Failure);
    }

    [Fact]
    public void Larger_than_any_amount_is_broken_and_not_late()
    {
        Write("in/a.csv", "timestamp,value\n100,1\n200,1e308\n300,2\n400,3\n");

        var summary = Assert.Single(Run("csv", explained: false));

        Assert.Equal((3, 1, 0), (summary.Points, summary.Broken, summary.OutOfOrder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Refused(string input, string output, string? plots = null) =>
        Assert.Equal(2, Assert.Throws<CommandFailedException>(() => DetectPaths.Find(input, output, "csv", plots)).Code);

    private FileSummary[] Run(string format, bool explained, string? plots = null, bool isCounter = false)
    {
        var run = new DetectRun(format, explained, isCounter);
        return [.. DetectPaths.Find(Path.Combine(_folder, "in"), Path.Combine(_folder, "out"), format, plots).Select(p => run.Judge(p, TestContext.Current.CancellationToken))];
    }

    /// <summary>A saw that jumps at the five hundredth point.</summary>
    private static string Steps(int points) => "timestamp,value\n" + string.Concat(Enumerable.Range(0, points)
        .Select(i => $"{1_790_000_000 + i * 300},{(i % 7) + (i < 500 ? 0 : 100)}\n"));

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
