using System.Runtime.InteropServices;

namespace Prunella.Runtime.Processes;

/// <summary>The signals we send, by their Linux numbers.</summary>
public enum ProcessSignal
{
    /// <summary>End now; cannot be caught, reaches stopped processes.</summary>
    Kill = 9,

    /// <summary>Please end.</summary>
    Terminate = 15,

    /// <summary>Go on.</summary>
    Continue = 18,

    /// <summary>Stop; cannot be caught.</summary>
    Stop = 19,
}

/// <summary>kill(2), which .NET does not offer for arbitrary signals.</summary>
internal static partial class NativeSignals
{
    public static bool Send(int pid, ProcessSignal signal)
    {
        // 0 and negative ids would reach whole process groups.
        if (pid <= 1) return false;
        return Kill(pid, (int)signal) == 0;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int pid, int signal);
}
