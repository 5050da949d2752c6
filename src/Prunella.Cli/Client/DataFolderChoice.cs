using Prunella.Runtime.DataFolder;

namespace Prunella.Cli.Client;

/// <summary>Which data folder a command is about: named, from the environment, or the one whose healer runs.</summary>
internal static class DataFolderChoice
{
    /// <summary>Folder for a healer started by <c>up</c> or <c>demo</c>.</summary>
    public static HealerFolder ForStart(string? named, string name) =>
        new(named ?? FromEnvironment() ?? Path.Combine(StateRoot(), name));

    /// <summary>Folder of a healer that exists already.</summary>
    public static HealerFolder Existing(string? named)
    {
        if ((named ?? FromEnvironment()) is { } chosen) return new HealerFolder(chosen);
        var candidates = Directory.Exists(StateRoot())
            ? Directory.GetDirectories(StateRoot()).Order(StringComparer.Ordinal).Select(d => new HealerFolder(d))
                .ToArray()
            : [];
        var running = candidates.Where(c => c.FindHealer() is not null).ToArray();
        return running switch
        {
            [var one] => one,
            [] when candidates is [var only] => only,
            [] => throw new CommandFailedException(
                ExitCode.Unreachable, $"no healer runs with a data folder under {StateRoot()}.",
                "prunella demo, or name the folder with --data"),
            _ => throw new CommandFailedException(
                ExitCode.Usage, "several healers run: " + string.Join(", ", running.Select(r => r.Root)) + ".",
                "name one with --data"),
        };
    }

    private static string? FromEnvironment() =>
        Environment.GetEnvironmentVariable("PRUNELLA_DATA") is { Length: > 0 } folder ? folder : null;

    private static string StateRoot()
    {
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return Path.Combine(state, "prunella");
    }
}
