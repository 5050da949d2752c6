using System.CommandLine;
using System.Globalization;

using Prunella.Cli.Detect;
using Prunella.Cli.Forecasts;
using Prunella.Runtime.Configuration;

using Spectre.Console;

namespace Prunella.Cli.Commands;

/// <summary>Foretells series in files, without a healer.</summary>
internal static class ForecastCommand
{
    private const string Help = "prunella forecast --help";
    private const long Second = 1_000_000_000;
    private const long Year = 366L * 86_400 * Second;

    public static Command Create()
    {
        var input = new Option<string>("--input", "-i") { Description = "a CSV file with the columns timestamp and value, or a folder of them", Required = true };
        var horizon = new Option<string>("--horizon") { Description = "how far ahead: 10m, 1h, 1d", DefaultValueFactory = _ => "1h" };
        var limit = new Option<double?>("--limit") { Description = "say when the series reaches this value" };
        var output = new Option<string?>("--output", "-o") { Description = "where the foretold series go: a file for a file, the same tree for a folder; without it only the summary is told" };
        var format = new Option<string>("--format") { Description = "csv or json", DefaultValueFactory = _ => "csv" }.AcceptOnlyFromAmong("csv", "json");
        var plot = new Option<string?>("--plot") { Description = "a folder for one drawing (SVG) per series" };
        horizon.Validators.Add(result =>
        {
            if (DurationText.Parse(result.GetValueOrDefault<string>() ?? "") is not (>= Second and <= Year))
                result.AddError($"--horizon needs {DurationText.Form}, from 1s to 366d.");
        });
        limit.Validators.Add(result =>
        {
            if (result.Tokens is [var one] && !IsNumber(one.Value))
                result.AddError($"--limit needs a number, and '{one.Value}' is none.");
        });
        var command = new Command("forecast", "Foretell time series in CSV files with 90 % intervals, and say how right that would have been: one pass, no settings.") { input, horizon, limit, output, format, plot };
        command.SetAction(async (parsed, cancellation) =>
        {
            var written = parsed.GetValue(format)!;
            var paths = DetectPaths.Find(
                parsed.GetRequiredValue(input), parsed.GetValue(output), written, parsed.GetValue(plot), Help);
            var ahead = DurationText.Parse(parsed.GetValue(horizon)!)!.Value;
            var run = new ForecastRun(written, ahead, parsed.GetValue(limit));
            try
            {
                // On another thread: only so is Ctrl-C heard while a long series is read.
                var summaries = await Task.Run(() => ForetellAsync(run, paths, cancellation), cancellation);
                await WriteAsync(summaries);
                return summaries.Any(s => s.Failure is not null) ? ExitCode.Negative : ExitCode.Done;
            }
            catch (OperationCanceledException)
            {
                await Console.Error.WriteLineAsync("prunella: interrupted; what was foretold so far is written, nothing is half-written.");
                return ExitCode.Interrupted;
            }
        });
        return command;
    }

    private static bool IsNumber(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);

    private static async Task<List<ForecastSummary>> ForetellAsync(
        ForecastRun run, IReadOnlyList<DetectPaths> paths, CancellationToken cancellation)
    {
        var summaries = new List<ForecastSummary>();
        if (Console.IsErrorRedirected)
        {
            foreach (var one in paths) summaries.Add(run.Foretell(one, cancellation));
            return summaries;
        }
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await console.Progress().StartAsync(context =>
        {
            var task = context.AddTask("series", maxValue: paths.Count);
            foreach (var one in paths)
            {
                summaries.Add(run.Foretell(one, cancellation));
                task.Increment(1);
            }
            return Task.CompletedTask;
        });
        return summaries;
    }

    private static async Task WriteAsync(List<ForecastSummary> summaries)
    {
        foreach (var told in summaries.SelectMany(s => s.Told)) await Console.Error.WriteLineAsync(told);
        foreach (var failed in summaries.Where(s => s.Failure is not null))
            await Console.Error.WriteLineAsync($"{failed.Path}: not foretold: {failed.Failure}");
        foreach (var told in summaries.Where(s => s.Failure is null && s.Limit.Length > 0))
            await Console.Error.WriteLineAsync(told.Limit);
        var (foretold, within) = (summaries.Sum(s => s.Foretold), summaries.Sum(s => s.Within));
        double[] ratios = [.. summaries.Select(s => s.AgainstNaive).OfType<double>()];
        var right = foretold == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $", {100.0 * within / foretold:0.0} % of {foretold} within their 90 % intervals");
        var error = ratios.Length == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $", mean error {ratios.Average():0.00} times that of the last value");
        await Console.Error.WriteLineAsync(
            $"{summaries.Count(s => s.Failure is null)} of {summaries.Count} series foretold: {summaries.Sum(s => s.Points)} points{right}{error}, {summaries.Sum(s => s.Gaps)} gaps, {summaries.Sum(s => s.OutOfOrder)} out of order, {summaries.Sum(s => s.Broken)} broken rows.");
    }
}
