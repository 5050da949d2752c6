using System.Diagnostics;
using System.Globalization;

namespace Prunella.House.Tests;

/// <summary>The bench scores the Numenta Anomaly Benchmark as it is defined: a made-up corpus so small that its score is
/// worked out by hand.</summary>
/// <remarks>
/// Two series of 1,000 points; the first has one window, points 380 to 419, the second none. The blind clock alarms at
/// points 399 and 799 of both. The first alarm lies 21 of 40 points before the window's end: 2 / (1 + e^(-5 * 21/40)) - 1 =
/// 0.864907, and 0.876641 after division by 2 / (1 + e^-5) - 1 = 0.986614. The three others are false, each with its full
/// weight, as 799 lies more than three windows behind the window. So the clock has 0.876641 - 3 * 0.11 = 0.546641 of the
/// standard score, whose best is 1 and whose worst -1: 77.33. False alarms that cost 0.22 make it 60.83, and a missed
/// window that costs 2 makes it 84.89.
/// </remarks>
public sealed class NabScoreTests : IDisposable
{
    private static readonly DateTime s_start = new(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc);
    private readonly string _folder = Directory.CreateTempSubdirectory("nab").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_corpus_worked_out_by_hand_has_the_score_of_its_definition()
    {
        Write("labels/combined_windows.json", $$"""{"made/one.csv": [["{{At(380)}}", "{{At(419)}}"]], "made/two.csv": []}""");
        var rows = Enumerable.Range(0, 1000).Select(i => $"{At(i)},{i % 7}");
        foreach (var name in (string[])["one", "two"]) Write($"data/made/{name}.csv", "timestamp,value\n" + string.Join('\n', rows));

        var output = await BenchAsync("detection", "--nab", _folder, "--write", Path.Combine(_folder, "written"));

        Assert.Matches(@"(?m)^blind clock, 400 points +standard 77\.33 \(.*low FP 60\.83 \(.*low FN 84\.89 \(", output);
        Assert.Matches(@"(?m)^null +standard 0\.00 \(0\.00\)", output);
        Assert.Contains("1 of 1 windows found, 3 alarms outside", output, StringComparison.Ordinal);
        var written = await File.ReadAllLinesAsync(
            Path.Combine(_folder, "written", "blind clock, 400 points", "made", "one.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(1001, written.Length);
        Assert.Equal($"{At(399)},0,1", written[400]);
    }

    private static string At(int point) =>
        s_start.AddMinutes(5 * point).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private void Write(string path, string text)
    {
        var full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private static async Task<string> BenchAsync(params string[] arguments)
    {
        var flavour = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(House.Root, "artifacts", "bin", "Prunella.Bench", flavour, "Prunella.Bench");
        Assert.True(File.Exists(program), $"{program} is missing: run ./build.sh, which builds it before the tests.");
        var info = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) info.ArgumentList.Add(argument);
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await output + await errors);
        return await output;
    }
}
