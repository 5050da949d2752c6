using System.Diagnostics;

using Prunella.Contracts;
using Prunella.Runtime.Configuration;
using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Processes;

namespace Prunella.Actuators.Processes;

/// <summary>Starts, stops and watches the process of one instance; one caller at a time.</summary>
/// <remarks>
/// The process outlives the healer and is found again by process id, start time and boot; a zombie is dead. Stopping is
/// SIGTERM, then SIGKILL after the deadline; a process that is stopped by a signal would never see SIGTERM and is killed
/// at once.
/// </remarks>
internal sealed class SupervisedProcess(InstanceId instance, ProcessSetup setup, HealerFolder folder, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    // Held so that the runtime waits for our own children; adopted ones are their new parent's to wait for.
    private Process? _child;

    public InstanceId Instance { get; } = instance;

    public ProcessRecord? Record { get; private set; }

    /// <summary>Finds a process that an earlier healer started.</summary>
    public void Adopt()
    {
        Record = ProcessRecord.Read(folder, Instance);
        if (Record is { IsAlive: true }) return;
        if (MarkedProcesses.Find(folder, Instance) is not [var found, ..]) return;
        Save(found, Record?.LastOrderId ?? "", wanted: true);
    }

    public void Start(string orderId)
    {
        // Written first: a healer that dies between start and record finds the process by its mark.
        new ProcessRecord(0, 0, "", setup.Command, Now(), "", true).Write(folder, Instance);
        var variables = setup.Environment.Select(e => KeyValuePair.Create<string, string?>(e.Key, e.Value)).ToList();
        variables.Add(new(MarkedProcesses.InstanceVariable, Instance.ToString()));
        variables.Add(new(MarkedProcesses.FolderVariable, folder.Root));
        variables.Add(new("PRUNELLA_TOKEN", null));
        _child?.Dispose();
        _child = DetachedProcess.Start(new ProcessStart(
            setup.Command, setup.Arguments, variables, setup.WorkingDirectory,
            Path.Combine(folder.Logs, Instance.Service.ToString(), Instance.Name + ".log")));
        var identity = ProcessIdentity.Of(_child.Id) ?? throw new InvalidOperationException($"{setup.Command} ended at once.");
        Save(identity, orderId, wanted: true);
    }

    public async Task StopAsync(string orderId, CancellationToken cancellation)
    {
        if (Record is { IsAlive: true } running)
        {
            var process = running.Identity;
            process.Send(process.IsStopped() ? ProcessSignal.Kill : ProcessSignal.Terminate);
            var start = time.GetTimestamp();
            while (process.IsAlive())
            {
                if (time.GetElapsedTime(start).Ticks * 100 >= setup.StopNanos) process.Send(ProcessSignal.Kill);
                await Task.Delay(Look, time, cancellation);
            }
        }
        if (orderId.Length > 0) Save(Record?.Identity ?? new ProcessIdentity(0, 0, ""), orderId, wanted: false);
    }

    private void Save(ProcessIdentity identity, string orderId, bool wanted)
    {
        Record = new ProcessRecord(identity.Pid, identity.StartTicks, identity.BootId, setup.Command, Now(), orderId, wanted);
        Record.Write(folder, Instance);
    }

    private long Now() => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
}
