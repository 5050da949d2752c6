using System.Text.Json;
using System.Text.Json.Serialization;

using Prunella.Contracts;
using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Processes;
using Prunella.Runtime.Wire;

namespace Prunella.Actuators.Processes;

/// <summary>What is known of a supervised process, written whole before it counts.</summary>
/// <param name="Pid">Process id; 0 from the intent to start until it is started, and when nothing was ever
/// started.</param>
/// <param name="StartTicks">Start in clock ticks since boot.</param>
/// <param name="BootId">The machine's boot.</param>
/// <param name="Command">For people.</param>
/// <param name="StartedUnixNanos">When it was started.</param>
/// <param name="Orders">The last orders carried out on it, newest last: what makes a repeated order harmless.</param>
/// <param name="Pending">The order whose start is under way, or empty.</param>
/// <param name="Wanted">False after an order to stop: its absence is no crash.</param>
internal sealed record ProcessRecord(
    int Pid,
    long StartTicks,
    string BootId,
    string Command,
    long StartedUnixNanos,
    IReadOnlyList<string> Orders,
    string Pending,
    bool Wanted)
{
    /// <summary>More than can be in flight for one instance; chosen by feel.</summary>
    private const int MostOrders = 8;

    public static readonly ProcessRecord None = new(0, 0, "", "", 0, [], "", Wanted: true);

    [JsonIgnore]
    public ProcessIdentity Identity => new(Pid, StartTicks, BootId);

    [JsonIgnore]
    public bool IsAlive => Pid > 0 && Identity.IsAlive();

    /// <summary>The record after an order, whose id may be empty.</summary>
    public ProcessRecord After(string orderId) =>
        this with { Pending = "", Orders = orderId.Length == 0 ? Orders : [.. Orders.Append(orderId).TakeLast(MostOrders)] };

    public ProcessRecord With(ProcessIdentity identity) =>
        this with { Pid = identity.Pid, StartTicks = identity.StartTicks, BootId = identity.BootId };

    /// <summary>Null when there is none; throws what makes it unreadable, a missing folder included.</summary>
    public static ProcessRecord? Read(HealerFolder folder, InstanceId instance)
    {
        string text;
        try
        {
            text = File.ReadAllText(folder.ProcessRecord(instance));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        var record = JsonSerializer.Deserialize<ProcessRecord>(text, WireJson.Options);
        return record is { Orders: not null, BootId: not null } ? record : throw new JsonException("members are missing");
    }

    public void Write(HealerFolder folder, InstanceId instance)
    {
        var path = folder.ProcessRecord(instance);
        HealerFolder.WriteWhole(path, JsonSerializer.Serialize(this, WireJson.Options));
    }
}
