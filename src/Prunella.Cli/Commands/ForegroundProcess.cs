using System.Diagnostics;
using System.Runtime.InteropServices;

using Prunella.Runtime.Processes;

namespace Prunella.Cli.Commands;

/// <summary>A child that lives as long as we do, with our terminal; a request to end is handed on.</summary>
internal static class ForegroundProcess
{
    public static async Task<int> RunAsync(string program, IReadOnlyList<string> arguments,
        CancellationToken cancellation)
    {
        var info = new ProcessStartInfo(program) { UseShellExecute = false };
        foreach (var argument in arguments) info.ArgumentList.Add(argument);
        using var child = Process.Start(info) ?? throw new CommandFailedException(ExitCode.Unreachable, $"{program} did not start.", "./build.sh");
        // Ctrl-C reaches the child by itself (same terminal); SIGTERM reaches only us.
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            ProcessIdentity.Of(child.Id)?.Send(ProcessSignal.Terminate);
        });
        await child.WaitForExitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        return child.ExitCode;
    }
}
