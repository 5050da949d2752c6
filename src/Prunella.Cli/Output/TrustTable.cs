using System.Globalization;

using Prunella.Kernel.Trust;
using Prunella.Runtime.Views;

using Spectre.Console;
using Spectre.Console.Rendering;

namespace Prunella.Cli.Output;

/// <summary>Where each recipe stands, as a table.</summary>
internal static class TrustTable
{
    private const double One = 1_000_000;

    public static IRenderable Of(TrustReport report)
    {
        var table = new Table().Border(TableBorder.Simple).Title($"[bold]trust ({Texts.Word(report.Rule)})[/]");
        string[] columns = ["policy", "recipe", "against", "on", "class", "for / against it", "helps at least", "earned", "expires", "mode", "because"];
        foreach (var column in columns) table.AddColumn(new TableColumn(column) { NoWrap = column != "because" });
        foreach (var s in report.Standings)
        {
            table.AddRow(
                Markup.Escape(s.Policy), Markup.Escape(s.Recipe), Texts.Word(s.Fault),
                Markup.Escape(s.Service.ToString()), s.ServiceClass,
                s.Outcomes == 0 ? "no record" : Number($"{s.Successes / One:0.##} / {s.Failures / One:0.##}"),
                Number($"{s.LowerBoundPerMille / 10.0:0.0} %"), Evidence(s),
                s.ExpiresAt == 0 ? "" : Day(s.ExpiresAt), Mode(s), s.Why is { } why ? Markup.Escape(ReasonTexts.Say(why)) : "");
        }
        return table;
    }

    private static string Evidence(Standing s) => s.ExpiresAt == 0 ? "nothing" : $"{s.Lived} in life, {s.Drilled} drilled";

    private static string Mode(Standing s) => s.Mode == Kernel.Policies.Mode.Act ? "[green]act[/]" : $"[yellow]{Texts.Word(s.Mode)}[/]";

    private static string Day(long unixNanos) =>
        DateTimeOffset.UnixEpoch.AddTicks(unixNanos / 100).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
