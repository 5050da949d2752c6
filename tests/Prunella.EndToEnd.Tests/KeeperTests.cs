using System.Text;

using Prunella.Runtime.Processes;

namespace Prunella.EndToEnd.Tests;

/// <summary>Nothing of a demo outlives its launcher, however that ends.</summary>
// Each of these runs a whole shop on two cores: one collection, so one at a time.
[Collection("shop")]
public sealed class KeeperTests(RunningShop shop) : IClassFixture<RunningShop>
{
    [Fact]
    public async Task Kills_everything_when_the_launcher_is_killed_stopped_processes_too()
    {
        var mark = Encoding.UTF8.GetBytes("PRUNELLA_RUN=" + shop.Environment()["PRUNELLA_RUN"] + "\0");
        shop.ProcessOf("payments", "payments-1").Send(ProcessSignal.Stop);
        Assert.NotEmpty(Marked(mark));

        shop.Launcher.Send(ProcessSignal.Kill);

        await Eventually.TrueAsync("every process of the run gone", () => Task.FromResult(Marked(mark).Count == 0));
    }

    private static List<int> Marked(byte[] mark)
    {
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            try
            {
                if (int.TryParse(Path.GetFileName(folder), out var pid) && File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(mark) >= 0
                    && ProcessIdentity.Of(pid) is { } identity && identity.IsAlive())
                    found.Add(pid);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Gone, or somebody else's.
            }
        }
        return found;
    }
}
