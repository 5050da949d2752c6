using System.Diagnostics;

namespace Prunella.Runtime.Processes;

/// <summary>What to start: a program and its arguments, never a shell line.</summary>
/// <param name="Program">Path of the program.</param>
/// <param name="Arguments">One per item.</param>
/// <param name="Environment">Added to our own; a null value takes a variable away.</param>
/// <param name="WorkingDirectory">Where it starts.</param>
/// <param name="Log">File that its output is appended to.</param>
public sealed record ProcessStart(
    string Program,
    IReadOnlyList<string> Arguments,
    IReadOnlyList<KeyValuePair<string, string?>> Environment,
    string WorkingDirectory,
    string Log);

/// <summary>Starts processes that outlive us: a session of their own, no terminal, output to a file.</summary>
/// <remarks>
/// setsid(1) makes the session and execs (it forks only when it leads a process group, which a child of ours
/// never does); the shell only redirects and execs, and gets program and arguments as positional parameters, so
/// no text is ever parsed. The process id is therefore the program's own. The returned <see cref="Process"/>
/// must be kept until it has exited, or the child stays a zombie as long as we live.
/// </remarks>
public static class DetachedProcess
{
    /// <summary>Starts it; throws <see cref="InvalidOperationException"/> with what and why when it cannot.</summary>
    public static Process Start(ProcessStart start)
    {
        if (!File.Exists(start.Program))
            throw new InvalidOperationException($"there is no program {start.Program}.");
        Directory.CreateDirectory(Path.GetDirectoryName(start.Log)!);
        var info = new ProcessStartInfo("setsid") { UseShellExecute = false, WorkingDirectory = start.WorkingDirectory };
        foreach (var argument in (string[])["/bin/sh", "-c", "exec \"$@\" >>\"$0\" 2>&1 </dev/null", start.Log, start.Program])
            info.ArgumentList.Add(argument);
        foreach (var argument in start.Arguments) info.ArgumentList.Add(argument);
        foreach (var (name, value) in start.Environment) info.Environment[name] = value;
        try
        {
            return Process.Start(info) ?? throw new InvalidOperationException($"{start.Program} did not start.");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException($"{start.Program} cannot be started: {e.Message}.", e);
        }
    }
}
