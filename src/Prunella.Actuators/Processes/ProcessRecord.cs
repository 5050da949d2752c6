using System.Text.Json;

using Prunella.Contracts;
using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Processes;
using Prunella.Runtime.Wire;

namespace Prunella.Actuators.Processes;

/// <summary>What is known of a supervised process, written whole before it counts.</summary>
/// <param name="Pid">Process id; 0 while a start is under way or after a stop.</param>
/// <param name="StartTicks">Start in clock ticks since boot.</param>
/// <param name="BootId">The machine's boot.</param>
/// <param name="Command">For people.</param>
/// <param name="StartedUnixNanos">When it was started.</param>
/// <param name="LastOrderId">The last order that was carried out on it, or empty: what makes a repeated order harmless.</param>
/// <param name="Wanted">False after an order to stop: its absence is no crash.</param>
internal sealed record ProcessRecord(
    int Pid, long StartTicks, string BootId, string Command, long StartedUnixNanos, string LastOrderId, bool Wanted)
{
    public ProcessIdentity Identity => new(Pid, StartTicks, BootId);

    public bool IsAlive => Pid > 0 && Identity.IsAlive();

    public static ProcessRecord? Read(HealerFolder folder, InstanceId instance)
    {
        try
        {
            return JsonSerializer.Deserialize<ProcessRecord>(File.ReadAllText(folder.ProcessRecord(instance)), WireJson.Options);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Write(HealerFolder folder, InstanceId instance)
    {
        var path = folder.ProcessRecord(instance);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        HealerFolder.WriteWhole(path, JsonSerializer.Serialize(this, WireJson.Options));
    }
}
