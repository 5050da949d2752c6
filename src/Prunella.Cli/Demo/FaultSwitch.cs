using System.Text.Json;

using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Processes;
using Prunella.Runtime.Wire;

namespace Prunella.Cli.Demo;

/// <summary>Breaks instances of the shop on purpose, and mends them; the healer reads nothing of it.</summary>
/// <remarks>
/// Crash and hang are signals to the process that the supervisor's record names; the others are a line in the file that
/// the instance watches (<c>faults/INSTANCE</c>). What was stopped is remembered, so that clearing reaches that
/// very life.
/// </remarks>
internal sealed class FaultSwitch(HealerFolder folder)
{
    public const string Kinds = "crash, hang, slow=400ms, errors=20% or leak";

    /// <summary>Instances meant by a name: one instance, or all of a service.</summary>
    public IReadOnlyList<string> InstancesOf(string name)
    {
        var records = Records();
        var service = records.Where(r => Path.GetFileName(Path.GetDirectoryName(r)) == name).ToArray();
        var meant = service.Length > 0 ? service : [.. records.Where(r => Path.GetFileNameWithoutExtension(r) == name)];
        return meant.Length > 0
            ? [.. meant.Select(r => Path.GetFileNameWithoutExtension(r)!).Order(StringComparer.Ordinal)]
            : throw new CommandFailedException(
                ExitCode.Negative, $"no supervised instance or service is called '{name}'.",
                "one of: " + string.Join(", ", records.Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)));
    }

    public void Inject(string name, string kind)
    {
        foreach (var instance in InstancesOf(name))
        {
            switch (kind)
            {
                case "crash":
                    Signal(instance, ProcessSignal.Kill);
                    break;
                case "hang":
                    HealerFolder.WriteWhole(StoppedFile(instance),
                        JsonSerializer.Serialize(Signal(instance, ProcessSignal.Stop), WireJson.Options));
                    break;
                default:
                    RequireKnown(kind);
                    Directory.CreateDirectory(folder.Faults);
                    HealerFolder.WriteWhole(Path.Combine(folder.Faults, instance), kind + "\n");
                    break;
            }
        }
    }

    /// <summary>Takes back what can be taken back: a crash cannot.</summary>
    /// <param name="name">An instance or a service; null for all of them.</param>
    public void Clear(string? name)
    {
        var meant = name is null ? [.. Records().Select(r => Path.GetFileNameWithoutExtension(r)!)] : InstancesOf(name);
        foreach (var instance in meant)
        {
            File.Delete(Path.Combine(folder.Faults, instance));
            if (!File.Exists(StoppedFile(instance))) continue;
            JsonSerializer.Deserialize<ProcessIdentity>(File.ReadAllText(StoppedFile(instance)),
                WireJson.Options)?.Send(ProcessSignal.Continue);
            File.Delete(StoppedFile(instance));
        }
    }

    private ProcessIdentity Signal(string instance, ProcessSignal signal)
    {
        var record = Records().First(r => Path.GetFileNameWithoutExtension(r) == instance);
        var identity = JsonSerializer.Deserialize<ProcessIdentity>(File.ReadAllText(record), WireJson.Options);
        if (identity is null || !identity.Send(signal))
            throw new CommandFailedException(ExitCode.Negative, $"{instance} does not run.", "prunella status");
        return identity;
    }

    private string StoppedFile(string instance) => Path.Combine(folder.Root, "faults", instance + ".stopped");

    private string[] Records()
    {
        var root = Path.Combine(folder.Root, "processes");
        return Directory.Exists(root) ? Directory.GetFiles(root, "*.json", SearchOption.AllDirectories) : [];
    }

    private static void RequireKnown(string kind)
    {
        var known = kind == "leak"
            || kind.StartsWith("slow=", StringComparison.Ordinal) && (kind.EndsWith("ms", StringComparison.Ordinal) || kind.EndsWith('s'))
            || kind.StartsWith("errors=", StringComparison.Ordinal) && kind.EndsWith('%');
        if (!known) throw new CommandFailedException(ExitCode.Usage, $"'{kind}' is no fault.", Kinds);
    }
}
