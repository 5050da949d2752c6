using System.Globalization;
using System.Text;

using Prunella.Contracts;
using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Processes;

namespace Prunella.Actuators.Processes;

/// <summary>
/// Finds supervised processes by the mark in their environment, when a record could not be written
/// in time.
/// </summary>
/// <remarks>
/// What a supervised process starts inherits the mark; but only the supervised process itself leads its session, so its
/// children are not taken for it.
/// </remarks>
internal static class MarkedProcesses
{
    public const string InstanceVariable = "PRUNELLA_INSTANCE";
    public const string FolderVariable = "PRUNELLA_DATA";

    /// <summary>
    /// How often an empty environment is read before it is believed: some fifty milliseconds (<see cref="SpinWait"/>
    /// sleeps one at a time after twenty), spent only on leaders of a session that truly have none.
    /// </summary>
    private const int EmptyReads = 60;

    /// <summary>Living ones of this data folder by the text of their instance's id, oldest first.</summary>
    public static ILookup<string, ProcessIdentity> Find(HealerFolder folder)
    {
        var found = new List<(string Instance, ProcessIdentity Identity)>();
        foreach (var path in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
                continue;
            if (ProcessStat.Read(pid) is not { IsDead: false } stat || stat.Session != pid) continue;
            var variables = Environment(pid);
            if (!variables.Contains($"{FolderVariable}={folder.Root}")) continue;
            var mark = variables.FirstOrDefault(v => v.StartsWith(InstanceVariable + "=", StringComparison.Ordinal));
            if (mark is not null && ProcessIdentity.Of(pid) is { } identity && identity.StartTicks == stat.StartTicks)
                found.Add((mark[(InstanceVariable.Length + 1)..], identity));
        }
        return found.OrderBy(f => f.Identity.StartTicks).ThenBy(f => f.Identity.Pid)
            .ToLookup(f => f.Instance, f => f.Identity, StringComparer.Ordinal);
    }

    public static IEnumerable<KeyValuePair<string, string?>> Marks(HealerFolder folder, InstanceId instance) =>
        [new(InstanceVariable, instance.ToString()), new(FolderVariable, folder.Root)];

    /// <summary>
    /// A process that is just being replaced by its program (execve) shows no environment for a moment: an
    /// empty one is read again, for we start every process through two of these.
    /// </summary>
    private static string[] Environment(int pid)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/environ");
        var patience = new SpinWait();
        try
        {
            var bytes = File.ReadAllBytes(path);
            while (bytes.Length == 0 && patience.Count < EmptyReads)
            {
                patience.SpinOnce();
                bytes = File.ReadAllBytes(path);
            }
            return Encoding.UTF8.GetString(bytes).Split('\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
