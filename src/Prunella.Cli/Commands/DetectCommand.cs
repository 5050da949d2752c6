using System.CommandLine;
using System.Globalization;

using Prunella.Cli.Detect;

using Spectre.Console;

namespace Prunella.Cli.Commands;

/// <summary>Judges series in files, without a healer.</summary>
internal static class DetectCommand
{
    public static Command Create()
    {
        var input = new Option<string>("--input", "-i") { Description = "a CSV file with the columns timestamp and value, or a folder of them", Required = true };
        var output = new Option<string>("--output", "-o") { Description = "where the judged series go: a file for a file, the same tree for a folder", Required = true };
        var format = new Option<string>("--format") { Description = "csv or json", DefaultValueFactory = _ => "csv" }.AcceptOnlyFromAmong("csv", "json");
        var explain = new Option<bool>("--explain") { Description = "add both lanes, and what spoke for each alarm" };
        var counter = new Option<bool>("--counter") { Description = "the values are readings of counters that only grow: judge their rates" };
        var plot = new Option<string?>("--plot") { Description = "a folder for one drawing (SVG) per series" };
        var command = new Command("detect", "Judge time series in CSV files: one pass, the shipped detector, no settings.") { input, output, format, explain, counter, plot };
        command.SetAction(async (parsed, cancellation) =>
        {
            var written = parsed.GetValue(format)!;
            var paths = DetectPaths.Find(
                parsed.GetRequiredValue(input), parsed.GetRequiredValue(output), written, parsed.GetValue(plot));
            var run = new DetectRun(written, parsed.GetValue(explain), parsed.GetValue(counter));
            try
            {
                // On another thread: only so is Ctrl-C heard while a long series is judged.
                var summaries = await Task.Run(() => JudgeAsync(run, paths, cancellation), cancellation);
                await WriteAsync(summaries);
                return summaries.Any(s => s.Failure is not null) ? ExitCode.Negative : ExitCode.Done;
            }
            catch (OperationCanceledException)
            {
                await Console.Error.WriteLineAsync("prunella: interrupted; what was judged so far is written, nothing is half-written.");
                return ExitCode.Interrupted;
            }
        });
        return command;
    }

    private static async Task<List<FileSummary>> JudgeAsync(
        DetectRun run, IReadOnlyList<DetectPaths> paths, CancellationToken cancellation)
    {
        var summaries = new List<FileSummary>();
        if (Console.IsErrorRedirected)
        {
            foreach (var one in paths) summaries.Add(run.Judge(one, cancellation));
            return summaries;
        }
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await console.Progress().StartAsync(context =>
        {
            var task = context.AddTask("series", maxValue: paths.Count);
            foreach (var one in paths)
            {
                summaries.Add(run.Judge(one, cancellation));
                task.Increment(1);
            }
            return Task.CompletedTask;
        });
        return summaries;
    }

    private static async Task WriteAsync(List<FileSummary> summaries)
    {
        foreach (var told in summaries.SelectMany(s => s.Told)) await Console.Error.WriteLineAsync(told);
        foreach (var failed in summaries.Where(s => s.Failure is not null))
            await Console.Error.WriteLineAsync($"{failed.Path}: not judged: {failed.Failure}");
        var (alarms, weeks) = (summaries.Sum(s => s.Alarms), summaries.Sum(s => s.Weeks));
        var rate = weeks > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({alarms / weeks:0.00} a series-week)") : "";
        await Console.Error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{summaries.Count(s => s.Failure is null)} of {summaries.Count} series judged: {summaries.Sum(s => s.Points)} points, {alarms} alarms{rate}, {summaries.Sum(s => s.Pages)} of them pages, {summaries.Sum(s => s.Gaps)} gaps, {summaries.Sum(s => s.OutOfOrder)} out of order, {summaries.Sum(s => s.Broken)} broken rows."));
    }
}
