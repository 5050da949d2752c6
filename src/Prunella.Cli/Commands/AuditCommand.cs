using System.CommandLine;

using Prunella.Cli.Client;
using Prunella.Runtime.Views;
using Prunella.Storage.Audit;


namespace Prunella.Cli.Commands;

/// <summary>Checks the journal from its file, with or without a healer.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var output = CommonOptions.Output();
        var verify = new Command("verify", "Check the journal's hash chain from the first record to the last. Exit code 1 when it is broken.") { data, output };
        verify.SetAction(async (parsed, cancellation) =>
        {
            var folder = DataFolderChoice.Existing(parsed.GetValue(data));
            var report = await JournalAuditor.VerifyAsync(folder.Journal, cancellation);
            if (parsed.GetValue(output) == "json") Json.Write(report);
            else Write(report);
            return report.Intact ? ExitCode.Done : ExitCode.Negative;
        });
        return new Command("audit", "The journal's integrity.") { verify };
    }

    private static void Write(AuditReport report)
    {
        Console.Out.WriteLine(report.Intact ? $"intact: {report.Records} records, head {report.Head}" : "BROKEN");
        Console.Out.WriteLine(report.Message);
    }
}
