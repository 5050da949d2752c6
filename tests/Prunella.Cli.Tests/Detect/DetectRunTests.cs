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
        Assert.EndsWith("b.csv:3: 'noon' is no time (ISO 8601, or seconds, milliseconds or nanoseconds since 1970)", Assert.Single(odd.Told), StringComparison.Ordinal);
    }

    [Fact]
    public void An_explained_alarm_names_its_witnesses()
    {
        Write("in/cpu.csv", Steps(600));

        Run("csv", explained: true);

        var alarm = File.ReadAllLines(Path.Combine(_folder, "out/cpu.csv")).First(l => l.Split(',')[3] == "1");
        Assert.Contains("never", alarm, StringComparison.Ordinal);
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
        Write("in/empty.csv", "timestamp,value\n");

        Run("csv", explained: false, plots: Path.Combine(_folder, "plots"));

        var svg = XDocument.Load(Path.Combine(_folder, "plots", "<b>&.svg")).Root!;
        Assert.Equal("<b>&.csv", svg.Element(svg.Name.Namespace + "title")!.Value);
        Assert.NotEmpty(svg.Elements(svg.Name.Namespace + "circle"));
        Assert.True(File.Exists(Path.Combine(_folder, "plots", "empty.svg")));
    }

    [Fact]
    public void A_file_that_is_no_series_is_named_and_the_others_are_judged()
    {
        Write("in/a.csv", "name,age\nx,1\n");
        Write("in/cpu.csv", Steps(10));

        var summaries = Run("csv", explained: false);

        Assert.Contains("'name', 'age'", Assert.Single(summaries, s => s.Failure is not null).Failure, StringComparison.Ordinal);
        Assert.Equal(10, summaries.Sum(s => s.Points));
    }

    [Fact]
    public void A_series_is_not_overwritten()
    {
        Write("in/a.csv", Steps(1));
        var input = Path.Combine(_folder, "in");

        Assert.Throws<CommandFailedException>(() => DetectPaths.Find(input, input, "csv"));
        Assert.Throws<CommandFailedException>(() => DetectPaths.Find(Path.Combine(input, "a.csv"), Path.Combine(input, "a.csv"), "csv"));
        Assert.Throws<CommandFailedException>(() => DetectPaths.Find(Path.Combine(_folder, "nowhere"), input, "csv"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private FileSummary[] Run(string format, bool explained, string? plots = null)
    {
        var run = new DetectRun(format, explained, plots);
        return [.. DetectPaths.Find(Path.Combine(_folder, "in"), Path.Combine(_folder, "out"), format).Select(run.Judge)];
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
