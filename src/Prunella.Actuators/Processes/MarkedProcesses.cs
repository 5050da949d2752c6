using System.Globalization;
using System.Text;

using Prunella.Contracts;
using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Processes;

namespace Prunella.Actuators.Processes;

/// <summary>Finds supervised processes by the mark in their environment, when a record could not be written in time.</summary>
internal static class MarkedProcesses
{
    public const string InstanceVariable = "PRUNELLA_INSTANCE";
    public const string FolderVariable = "PRUNELLA_DATA";

    public static IReadOnlyList<ProcessIdentity> Find(HealerFolder folder, InstanceId instance)
    {
        var marks = new[] { Mark(InstanceVariable, instance.ToString()), Mark(FolderVariable, folder.Root) };
        return
        [
            .. Directory.EnumerateDirectories("/proc")
                .Select(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
                .Where(pid => pid > 0 && pid != Environment.ProcessId && HasMarks(pid, marks))
                .Select(ProcessIdentity.Of).OfType<ProcessIdentity>().Where(i => i.IsAlive())
                .OrderBy(i => i.StartTicks),
        ];
    }

    private static byte[] Mark(string name, string value) => Encoding.UTF8.GetBytes($"{name}={value}\0");

    private static bool HasMarks(int pid, byte[][] marks)
    {
        try
        {
            var environment = File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/environ"));
            return marks.All(m => environment.AsSpan().IndexOf(m) >= 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
