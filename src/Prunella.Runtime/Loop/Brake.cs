using Prunella.Contracts;
using Prunella.Kernel.State;
using Prunella.Runtime.DataFolder;

namespace Prunella.Runtime.Loop;

/// <summary>Whether acting is stopped right now, asked at the last moment before an
/// effect.</summary>
/// <remarks>
/// Two brakes: the commands that the kernel knows of, and the file <c>FREEZE</c> in the data
/// folder, which is looked at itself each time, so that it holds without API, journal or loop. A
/// folder that cannot be read counts as frozen. Safe for any number of threads.
/// </remarks>
public sealed class Brake(HealerFolder folder)
{
    private const int MostWords = 200;
    private volatile FreezeState? _commanded;
    private volatile KernelState _state = KernelState.Empty;

    /// <summary>Why acting is stopped, or null when it is not.</summary>
    public string? WhyFrozen()
    {
        if (ReadFile() is { } why) return "frozen by the file FREEZE: " + why;
        return _commanded is { } freeze ? $"frozen by {freeze.By} ({freeze.Source}): {freeze.Why}" : null;
    }

    /// <summary>Why a target is not to be touched although acting goes on, or null.</summary>
    public string? WhyUntouchable(Subject subject) => _state.DebuggedBy(subject) is { } silence
        ? $"{silence.By} has {silence.Subject} under debug: {silence.Because}"
        : null;

    /// <summary>The first line of the file <c>FREEZE</c>; null when there is none.</summary>
    public string? ReadFile()
    {
        try
        {
            if (!Directory.Exists(folder.Root)) return "the data folder cannot be found";
            // Looked for in the folder's list: File.Exists answers "no" also when it may not look.
            var name = Path.GetFileName(folder.FreezeFile);
            if (!Directory.EnumerateFileSystemEntries(folder.Root, name).Any()) return null;
            var line = File.ReadLines(folder.FreezeFile).FirstOrDefault()?.Trim() ?? "";
            return line.Length > MostWords ? line[..MostWords] : line;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "the data folder or the file FREEZE cannot be read";
        }
    }

    /// <summary>Takes over the freezes and silences that are durable.</summary>
    internal void Take(KernelState state)
    {
        _commanded = state.Freezes.Values.FirstOrDefault();
        _state = state;
    }
}
