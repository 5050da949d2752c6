using System.Text.Json;

using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Processes;
using Prunella.Runtime.Wire;

namespace Prunella.Cli.Keeper;

/// <summary>Sees to it that nothing of a demo outlives its launcher, however that ends.</summary>
/// <remarks>
/// The healer cannot be that parent: it may be killed while the shop must go on. The keeper has a session of
/// its own, so neither Ctrl-C nor a closed terminal reaches it; it ends when the last process of the run has.
/// </remarks>
internal sealed class DemoKeeper(HealerFolder folder, ProcessIdentity launcher, RunProcesses run, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private const int LooksPerListing = 5;

    public string ListPath => Path.Combine(folder.Root, "keeper.json");

    public async Task RunAsync(CancellationToken cancellation)
    {
        for (var looks = 0; launcher.IsAlive(); looks++)
        {
            if (looks % LooksPerListing == 0) WriteList();
            await Task.Delay(Look, time, cancellation);
        }
        await run.EndAllAsync(cancellation);
        File.Delete(ListPath);
    }

    private void WriteList()
    {
        var list = new { schemaVersion = 1, launcher, keeper = ProcessIdentity.Self(), processes = run.Find() };
        HealerFolder.WriteWhole(ListPath, JsonSerializer.Serialize(list, WireJson.Options));
    }
}
