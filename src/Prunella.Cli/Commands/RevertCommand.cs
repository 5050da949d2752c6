using System.CommandLine;

namespace Prunella.Cli.Commands;

/// <summary>Takes a remediation back.</summary>
internal static class RevertCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("remediation") { Description = "its id, as 'prunella status' shows it: i7.r2" };
        return MutatingCommand.Create(
            "revert",
            "Take a remediation back now; it is not tried again on that target in that incident.",
            [id],
            parsed => ($"remediations/{Uri.EscapeDataString(parsed.GetRequiredValue(id))}/revert", null));
    }
}
