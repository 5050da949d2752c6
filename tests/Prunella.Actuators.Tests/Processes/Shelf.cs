using System.Text.Json;

using Prunella.Actuators.Processes;
using Prunella.Contracts;
using Prunella.Runtime.Configuration;
using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Processes;
using Prunella.Runtime.Wire;

namespace Prunella.Actuators.Tests.Processes;

/// <summary>A data folder with real processes; whatever still runs with its mark is killed with it.</summary>
internal sealed class Shelf : IDisposable
{
    /// <summary>A bound for failures only: nothing waits for it when all is well.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public HealerFolder Folder { get; } = new(Directory.CreateTempSubdirectory("prunella-shelf-").FullName);

    public static InstanceId Id(string name) => new(new ServiceId("checkout"), name);

    public InstanceSetup Instance(string name, params string[] command) => new(
        Id(name), new Place("local", "z1", ""), new Uri("http://127.0.0.1:1"), [],
        new ProcessSetup(
            command.Length == 0 ? "/bin/sleep" : command[0], command.Length == 0 ? ["1000"] : command[1..], [], Folder.Root, 10_000_000_000));

    public ProcessSupervisor Supervisor(params InstanceSetup[] instances) => new(instances, Folder, TimeProvider.System);

    public static RemediationOrder Order(string id, Verb verb, string name, long epoch = 1) => new(
        id, FleetId.Default, epoch, verb, Subject.Of(Id(name)), "process", 0, 0,
        (DateTimeOffset.UtcNow.AddMinutes(1) - DateTimeOffset.UnixEpoch).Ticks * 100);

    /// <summary>Waits for what a process of its own does; says what did not come when it does not.</summary>
    public static void Await(Func<bool> seen, string what)
    {
        Assert.True(SpinWait.SpinUntil(seen, Patience), $"within {Patience.TotalSeconds} s: {what}");
    }

    public static void Kill(int pid)
    {
        var identity = ProcessIdentity.Of(pid)!;
        identity.Send(ProcessSignal.Kill);
        Await(() => !identity.IsAlive(), $"process {pid} ends");
    }

    public void Dispose()
    {
        // Records too: a process that has just been started does not lead its session yet, and bears no mark that counts.
        var recorded = Directory.GetFiles(Folder.Root, "*.json", SearchOption.AllDirectories).Select(ReadIdentity).OfType<ProcessIdentity>();
        foreach (var process in recorded.Concat(MarkedProcesses.Find(Folder).SelectMany(g => g))) process.Send(ProcessSignal.Kill);
        Directory.Delete(Folder.Root, recursive: true);
    }

    private static ProcessIdentity? ReadIdentity(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ProcessIdentity>(File.ReadAllText(path), WireJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
