using System.Globalization;
using System.Text;

using Prunella.Contracts;
using Prunella.Runtime.Processes;

namespace Prunella.EndToEnd.Tests;

/// <summary>What every process of one demo inherits in its environment, whoever started it.</summary>
internal sealed class RunMark(string run)
{
    private readonly byte[] _mark = Encoding.UTF8.GetBytes($"PRUNELLA_RUN={run}\0");

    /// <summary>Those of the run that are alive, with pid and command line.</summary>
    public IReadOnlyList<string> Alive() => [.. Lives().Select(l => $"{l.Pid} {CommandOf(l.Pid)}")];

    /// <summary>Those that live as one instance: what it is told of itself stands in their environment.</summary>
    public IReadOnlyList<ProcessIdentity> LivesOf(InstanceId instance) =>
        Lives(Encoding.UTF8.GetBytes($"PRUNELLA_INSTANCE={instance}\0"));

    private List<ProcessIdentity> Lives(byte[]? alsoMarked = null)
    {
        var found = new List<ProcessIdentity>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            try
            {
                if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid)) continue;
                var environment = File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan();
                if (environment.IndexOf(_mark) < 0 || environment.IndexOf(alsoMarked) < 0) continue;
                if (ProcessIdentity.Of(pid) is { } identity && identity.IsAlive()) found.Add(identity);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Gone, or somebody else's.
            }
        }
        return found;
    }

    private static string CommandOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "(gone)";
        }
    }

    /// <summary>Waits until none is left.</summary>
    public Task GoneAsync(TimeSpan within) => Eventually.TrueAsync(
        "every process of the run gone", () => Task.FromResult(Alive().Count == 0), within,
        () => Task.FromResult(string.Join("; ", Alive())));
}
