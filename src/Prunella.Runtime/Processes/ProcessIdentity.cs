using System.Globalization;

namespace Prunella.Runtime.Processes;

/// <summary>Names one life of one process: a process id alone is used again by the next.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="StartTicks">Start in clock ticks since boot (field 22 of <c>/proc/PID/stat</c>); kept over
/// exec.</param>
/// <param name="BootId">The machine's boot.</param>
public sealed record ProcessIdentity(int Pid, long StartTicks, string BootId)
{
    private static readonly Lazy<string> ThisBoot = new(ReadBootId);

    /// <summary>The identity of whatever runs under the id now, or null when nothing does.</summary>
    public static ProcessIdentity? Of(int pid) =>
        ProcessStat.Read(pid) is { } stat ? new ProcessIdentity(pid, stat.StartTicks, ThisBoot.Value) : null;

    /// <summary>The identity of this process.</summary>
    public static ProcessIdentity Self() =>
        Of(Environment.ProcessId) ?? throw new PlatformNotSupportedException("Prunella needs Linux's /proc.");

    /// <summary>True while this very life goes on; a zombie is dead.</summary>
    public bool IsAlive() =>
        BootId == ThisBoot.Value
        && ProcessStat.Read(Pid) is { } stat
        && stat.StartTicks == StartTicks
        && !stat.IsDead;

    /// <summary>True while it is stopped by a signal: it will not see SIGTERM.</summary>
    public bool IsStopped() => IsAlive() && ProcessStat.Read(Pid) is { State: 'T' or 't' };

    /// <summary>Sends a signal to this life; false when it has ended or may not be signalled.</summary>
    public bool Send(ProcessSignal signal) => IsAlive() && NativeSignals.Send(Pid, signal);

    private static string ReadBootId()
    {
        const string path = "/proc/sys/kernel/random/boot_id";
        return File.Exists(path) ? File.ReadAllText(path).Trim() : "unknown";
    }
}

/// <summary>What <c>/proc/PID/stat</c> says of a process.</summary>
/// <param name="State">R, S, D, T, Z, X ...</param>
/// <param name="Parent">Parent's process id.</param>
/// <param name="StartTicks">Start in clock ticks since boot.</param>
public readonly record struct ProcessStat(char State, int Parent, long StartTicks)
{
    /// <summary>Its session's id: the process id of whoever made the session, and so of every detached process
    /// its own.</summary>
    public int Session { get; init; }

    /// <summary>A zombie waits only to be counted; whatever it did is over.</summary>
    public bool IsDead => State is 'Z' or 'X' or 'x';

    /// <summary>Reads it; null when there is no such process.</summary>
    public static ProcessStat? Read(int pid)
    {
        string text;
        try
        {
            text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        return Parse(text);
    }

    /// <summary>The process that traces another, as a debugger does; null for none, or when it cannot be
    /// seen.</summary>
    public static int? TracerOf(int pid)
    {
        try
        {
            var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/status"))
                .FirstOrDefault(l => l.StartsWith("TracerPid:", StringComparison.Ordinal));
            return line is not null && int.TryParse(line[10..].Trim(), CultureInfo.InvariantCulture, out var tracer)
                && tracer > 0 ? tracer : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads the line: the name in parentheses may hold blanks and parentheses, so counting starts at
    /// the last one.</summary>
    internal static ProcessStat? Parse(string text)
    {
        var close = text.LastIndexOf(')');
        if (close < 0) return null;
        var fields = text[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 19
            && int.TryParse(fields[1], CultureInfo.InvariantCulture, out var parent)
            && int.TryParse(fields[3], CultureInfo.InvariantCulture, out var session)
            && long.TryParse(fields[19], CultureInfo.InvariantCulture, out var start)
            ? new ProcessStat(fields[0][0], parent, start) { Session = session }
            : null;
    }
}
