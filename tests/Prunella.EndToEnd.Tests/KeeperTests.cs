using Prunella.Runtime.Processes;

namespace Prunella.EndToEnd.Tests;

/// <summary>Nothing of a demo outlives its launcher, however that ends.</summary>
// Each of these runs a whole shop on two cores: one collection, so one at a time.
[Collection("shop")]
public sealed class KeeperTests(RunningShop shop) : IClassFixture<RunningShop>
{
    /// <summary>Five for the healer, five for the rest, and as much again for a busy machine.</summary>
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Kills_everything_when_the_launcher_is_killed_stopped_processes_too()
    {
        var run = new RunMark(shop.Environment()["PRUNELLA_RUN"]);
        shop.ProcessOf("payments", "payments-1").Send(ProcessSignal.Stop);
        // Seven instances, healer, gateway, load, keeper: what is looked for can be found.
        Assert.True(run.Alive().Count >= 11, string.Join("; ", run.Alive()));

        shop.Launcher.Send(ProcessSignal.Kill);

        await run.GoneAsync(Promise);
    }
}
