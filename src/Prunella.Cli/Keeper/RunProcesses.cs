using System.Globalization;
using System.Text;

using Prunella.Runtime.Processes;

namespace Prunella.Cli.Keeper;

/// <summary>A process of a run, with what it is called.</summary>
/// <param name="Identity">Which life of which process.</param>
/// <param name="Command">Program and first argument, for people.</param>
/// <param name="IsHealer">The healer goes first, so that it does not heal what is being stopped.</param>
internal sealed record RunProcess(ProcessIdentity Identity, string Command, bool IsHealer);

/// <summary>Finds and ends every process of one demo run: all that inherited the run's mark in their
/// environment.</summary>
/// <remarks>
/// A mark is inherited, so it also finds what the healer started a moment before it died, which no list could hold yet.
/// </remarks>
internal sealed class RunProcesses(string run, TimeProvider time)
{
    public const string Mark = "PRUNELLA_RUN";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private readonly byte[] _mark = Encoding.UTF8.GetBytes($"{Mark}={run}\0");

    public IReadOnlyList<RunProcess> Find()
    {
        var found = new List<RunProcess>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid)) continue;
            if (pid == Environment.ProcessId || !HasMark(folder)) continue;
            if (ProcessIdentity.Of(pid) is not { } identity || !identity.IsAlive()) continue;
            var command = CommandOf(folder);
            if (command.Contains(" keeper", StringComparison.Ordinal)) continue;
            found.Add(new RunProcess(identity, command, command.Contains("Prunella.Server", StringComparison.Ordinal)));
        }
        return found;
    }

    /// <summary>Ends all of them: the healer first, then the rest; SIGTERM, and SIGKILL after a deadline or at
    /// once for stopped ones.</summary>
    public async Task EndAllAsync(CancellationToken cancellation)
    {
        await EndAsync(Find().Where(p => p.IsHealer), cancellation);
        // Again until none is left: what a dying process started in between is found by its mark.
        for (var rest = Find(); rest.Count > 0; rest = Find())
            await EndAsync(rest, cancellation);
    }

    private async Task EndAsync(IEnumerable<RunProcess> processes, CancellationToken cancellation)
    {
        var waiting = processes.Select(p => p.Identity).ToList();
        foreach (var process in waiting)
            process.Send(process.IsStopped() ? ProcessSignal.Kill : ProcessSignal.Terminate);
        var end = time.GetTimestamp();
        while (waiting.Count > 0)
        {
            waiting.RemoveAll(p => !p.IsAlive());
            if (time.GetElapsedTime(end) > Deadline)
                foreach (var process in waiting) process.Send(ProcessSignal.Kill);
            if (waiting.Count > 0) await Task.Delay(Look, time, cancellation);
        }
    }

    private bool HasMark(string folder)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(_mark) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string CommandOf(string folder)
    {
        try
        {
            return string.Join(' ', File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0', StringSplitOptions.RemoveEmptyEntries).Take(3));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
