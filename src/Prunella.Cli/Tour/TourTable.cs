using System.Globalization;

using Prunella.Cli.Output;

using Spectre.Console;

namespace Prunella.Cli.Tour;

/// <summary>The tour's report for people.</summary>
internal static class TourTable
{
    public static void Write(TourReport report)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in (string[])["fault", "target", "detected", "mitigated", "failed", "degraded", "remedy", "verified", "lease", "false actions", ""])
            table.AddColumn(column);
        foreach (var f in report.Faults)
        {
            table.AddRow(
                f.Fault, f.Target, Texts.Seconds(f.DetectedAfterSeconds), Texts.Seconds(f.MitigatedAfterSeconds),
                Text(f.RequestsFailed), Text(f.RequestsDegraded), Markup.Escape(f.Remedy),
                    Markup.Escape(f.Verification),
                f.LeaseSeconds == 0 ? "none" : Texts.Seconds(f.LeaseSeconds), Text(f.FalseActions), f.Healed ? "[green]✓ healed[/]" : "[red]✗ not healed[/]");
        }
        AnsiConsole.MarkupLine($"control period {report.ControlSeconds:0} s: {report.ControlActions} actions");
        if (report.Faults.Count > 0) AnsiConsole.Write(table);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
