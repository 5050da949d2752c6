using System.Diagnostics;
using System.Text.Json;

using Prunella.Contracts;
using Prunella.Runtime.Configuration;
using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Processes;

namespace Prunella.Actuators.Processes;

/// <summary>
/// Starts, stops and watches the process of one instance; one caller at a time, any number of
/// readers.
/// </summary>
/// <remarks>
/// The process outlives the healer and is found again by process id, start time and boot; a zombie is dead. Stopping is
/// SIGTERM, then SIGKILL after the deadline; a process that is stopped by a signal would never see
/// SIGTERM and is killed at once.
/// </remarks>
internal sealed class SupervisedProcess(InstanceId instance, ProcessSetup setup, HealerFolder folder, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// SIGKILL takes effect at once but for a process that waits for a broken disk; that one is
    /// given up on.
    /// </summary>
    private static readonly TimeSpan AfterKill = TimeSpan.FromSeconds(10);

    // Held so that the runtime waits for our own children; adopted ones are their new parent's to wait for.
    private Process? _child;
    private volatile ProcessRecord? _record;
    private volatile bool _busy;

    public InstanceId Instance { get; } = instance;

    /// <summary>Null when nothing was ever started.</summary>
    public ProcessRecord? Record => _record;

    /// <summary>The order whose start was written down but not found done, or empty.</summary>
    public string Begun => _record is { Pid: 0 } intent ? intent.Pending : "";

    /// <summary>
    /// True while an order is carried out on it: that it is not there for that moment is no crash.
    /// </summary>
    public bool IsBusy
    {
        get => _busy;
        set => _busy = value;
    }

    /// <summary>Takes over what an earlier healer left: its record, or the process that bears its mark.</summary>
    /// <param name="marked">Living processes with this instance's mark, oldest first.</param>
    /// <returns>What a person should know; nothing is ended by a guess.</returns>
    public IEnumerable<string> Adopt(IReadOnlyList<ProcessIdentity> marked)
    {
        var findings = new List<string>();
        Directory.CreateDirectory(Path.GetDirectoryName(folder.ProcessRecord(Instance))!);
        try
        {
            _record = ProcessRecord.Read(folder, Instance);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            findings.Add($"{Instance}: the record {folder.ProcessRecord(Instance)} cannot be read ({e.Message}); it is replaced at the next start.");
        }
        if (_record is not { IsAlive: true } && marked is [var found, ..])
        {
            // A healer died between start and record: what the intent asked for is done.
            Save(Known.With(found).After(Known.Pending) with { Wanted = true });
        }
        findings.AddRange(marked.Where(m => _record is not { IsAlive: true } record || m != record.Identity)
            .Select(m => $"{Instance}: process {m.Pid} runs beside process {_record?.Pid}; end the one that is not wanted."));
        return findings;
    }

    /// <summary>Notes what is about to be done; when that cannot be written, nothing is done.</summary>
    public void Intend(string orderId) =>
        Save(Known with { Pending = orderId });

    /// <summary>Throws <see cref="InvalidOperationException"/> when it cannot be started.</summary>
    public void Start(string orderId)
    {
        // Written first: a healer that dies between start and record finds the process by its
        // mark, and its order by this.
        var intent = Known with { Pid = 0, StartTicks = 0, Pending = orderId, Wanted = true };
        Save(intent);
        _child?.Dispose();
        _child = DetachedProcess.Start(new ProcessStart(
            setup.Command, setup.Arguments, ChildEnvironment.Of(setup, folder, Instance), setup.WorkingDirectory,
            Path.Combine(folder.Logs, Instance.Service.ToString(), Instance.Name + ".log")));
        var identity = ProcessIdentity.Of(_child.Id) ?? throw new InvalidOperationException($"{setup.Command} ended at once; see its log in {folder.Logs}.");
        var now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        Save(intent.With(identity).After(orderId) with { StartedUnixNanos = now });
    }

    /// <summary>
    /// Ends the process and waits until it is gone; throws <see cref="InvalidOperationException"/>
    /// when even SIGKILL does not end it.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (_record is not { IsAlive: true } record) return;
        var process = record.Identity;
        var deadline = process.IsStopped() ? TimeSpan.Zero : TimeSpan.FromTicks(setup.StopNanos / 100);
        var start = time.GetTimestamp();
        if (deadline > TimeSpan.Zero) process.Send(ProcessSignal.Terminate);
        while (process.IsAlive())
        {
            var waited = time.GetElapsedTime(start);
            if (waited >= deadline) process.Send(ProcessSignal.Kill);
            if (waited >= deadline + AfterKill) throw new InvalidOperationException($"process {process.Pid} does not end, not even by SIGKILL");
            await Task.Delay(Look, time, cancellation);
        }
    }

    /// <summary>Notes that it is not to run, by an order.</summary>
    public void Rest(string orderId) =>
        Save(Known.After(orderId) with { Wanted = false });

    /// <summary>Notes an order that found everything as it wanted it.</summary>
    public void Note(string orderId)
    {
        if (_record is { } record) Save(record.After(orderId));
    }

    private ProcessRecord Known => (_record ?? ProcessRecord.None) with { Command = setup.Command };

    private void Save(ProcessRecord record)
    {
        record.Write(folder, Instance);
        _record = record;
    }
}
