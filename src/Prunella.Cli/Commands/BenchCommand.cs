using System.CommandLine;

using Prunella.Cli.Demo;

namespace Prunella.Cli.Commands;

/// <summary>Measures Prunella, in a source tree that has been built whole.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var command = new Command("bench", "Measure Prunella (in a source tree, after ./build.sh): detection --nab FOLDER, forecast [--nab FOLDER], otlp, kernel, journal, healer; see bench/README.md.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((parsed, cancellation) =>
            ForegroundProcess.RunAsync(Programs.Bench, [.. parsed.UnmatchedTokens], cancellation));
        return command;
    }
}
