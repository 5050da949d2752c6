using System.Diagnostics;

namespace Prunella.House.Tests;

/// <summary>The benches still run, do their work and count it; what they measured is nobody's gate.</summary>
public sealed class BenchTests
{
    [Theory]
    [InlineData("otlp", "readings stand in the picture")]
    [InlineData("detection", "signals read back")]
    [InlineData("detection", "planted faults found at alarm level", "--synthetic")]
    [InlineData("fleet", "healthy points judged at each setting")]
    [InlineData("forecast", "points foretold")]
    [InlineData("kernel", "incidents healed")]
    [InlineData("journal", "records read back")]
    [InlineData("healer", "probes answered")]
    public async Task Every_bench_does_its_work(string subject, string counted, params string[] more)
    {
        var flavour = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(House.Root, "artifacts", "bin", "Prunella.Bench", flavour, "Prunella.Bench");
        Assert.True(File.Exists(program), $"{program} is missing: run ./build.sh, which builds it before the tests.");
        var info = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[subject, "--rounds", "1", "--work", "small", .. more]) info.ArgumentList.Add(argument);
        using var process = Process.Start(info)!;

        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, await output + await errors);
        Assert.Matches($"(?m)^counted: [1-9][0-9]* {counted}", await output);
    }
}
