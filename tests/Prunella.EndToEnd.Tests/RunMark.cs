using System.Globalization;
using System.Text;

using Prunella.Runtime.Processes;

namespace Prunella.EndToEnd.Tests;

/// <summary>What every process of one demo inherits in its environment, whoever started it.</summary>
internal sealed class RunMark(string run)
{
    private readonly byte[] _mark = Encoding.UTF8.GetBytes($"PRUNELLA_RUN={run}\0");

    /// <summary>Those of the run that are alive, with pid and command line.</summary>
    public IReadOnlyList<string> Alive()
    {
        var found = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            try
            {
                if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid)) continue;
                if (File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(_mark) < 0) continue;
                if (ProcessIdentity.Of(pid) is not { } identity || !identity.IsAlive()) continue;
                found.Add($"{pid} {File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ')}");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Gone, or somebody else's.
            }
        }
        return found;
    }

    /// <summary>Waits until none is left.</summary>
    public Task GoneAsync(TimeSpan within) => Eventually.TrueAsync(
        "every process of the run gone", () => Task.FromResult(Alive().Count == 0), within,
        () => Task.FromResult(string.Join("; ", Alive())));
}
