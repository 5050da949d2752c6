using System.Diagnostics;

using Prunella.Runtime.Processes;

namespace Prunella.Cli.Commands;

/// <summary>A child that lives as long as we do, with our terminal; a request to end is handed on.</summary>
internal static class ForegroundProcess
{
    /// <param name="program">Its path.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="cancellation">Cancelled when we are asked to end, by SIGTERM or Ctrl-C: the command line has taken
    /// both for itself, and another handler of the signal would wait until it is too late.</param>
    /// <returns>The child's exit code.</returns>
    public static async Task<int> RunAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var info = new ProcessStartInfo(program) { UseShellExecute = false };
        foreach (var argument in arguments) info.ArgumentList.Add(argument);
        using var child = Process.Start(info) ?? throw new CommandFailedException(ExitCode.Unreachable, $"{program} did not start.", "./build.sh");
        // Ctrl-C reaches the child by itself (same terminal) and SIGTERM only us; being asked twice does no harm.
        await using var asked = cancellation.Register(
            () => ProcessIdentity.Of(child.Id)?.Send(ProcessSignal.Terminate));
        await child.WaitForExitAsync(CancellationToken.None);
        return child.ExitCode;
    }
}
