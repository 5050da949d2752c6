using System.Text.Json;

using Prunella.Actuators.Processes;
using Prunella.Contracts;
using Prunella.Runtime.Processes;

namespace Prunella.Actuators.Tests.Processes;

/// <summary>
/// Supervised processes outlive the healer, are found again, and are started and stopped as
/// ordered, once.
/// </summary>
public sealed class ProcessSupervisorTests : IDisposable
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private readonly Shelf _shelf = new();

    public void Dispose() => _shelf.Dispose();

    [Fact]
    public void What_was_never_started_is_started_once()
    {
        using var supervisor = _shelf.Supervisor(_shelf.Instance("a"), _shelf.Instance("b"));

        Assert.Empty(supervisor.EnsureStarted());
        var pids = (supervisor.PidOf(Shelf.Id("a")), supervisor.PidOf(Shelf.Id("b")));
        Assert.Empty(supervisor.EnsureStarted());

        Assert.NotNull(pids.Item1);
        Assert.NotEqual(pids.Item1, pids.Item2);
        Assert.Equal(pids, (supervisor.PidOf(Shelf.Id("a")), supervisor.PidOf(Shelf.Id("b"))));
    }

    [Fact]
    public void A_record_holds_what_the_reference_page_names_and_nothing_else()
    {
        using var supervisor = Started("a");

        using var record = JsonDocument.Parse(File.ReadAllText(_shelf.Folder.ProcessRecord(Shelf.Id("a"))));

        Assert.Equal(
            ["pid", "startTicks", "bootId", "command", "startedUnixNanos", "orders", "pending", "wanted"],
            record.RootElement.EnumerateObject().Select(m => m.Name));
    }

    [Fact]
    public void The_next_healer_finds_the_same_processes()
    {
        using var first = Started("a");

        using var second = _shelf.Supervisor(_shelf.Instance("a"));

        Assert.Equal(first.PidOf(Shelf.Id("a")), second.PidOf(Shelf.Id("a")));
        Assert.Empty(second.Findings);
        Assert.Equal(ProbeOutcome.Ok, Assert.Single(second.Look()).Outcome);
    }

    [Fact]
    public void A_process_whose_record_was_not_written_in_time_is_found_by_its_mark()
    {
        using var first = Started("a");
        var pid = Led(first, "a");
        File.Delete(_shelf.Folder.ProcessRecord(Shelf.Id("a")));

        using var second = _shelf.Supervisor(_shelf.Instance("a"));

        Assert.Equal(pid, second.PidOf(Shelf.Id("a")));
        Assert.Empty(second.EnsureStarted());
        Assert.Equal(pid, second.PidOf(Shelf.Id("a")));
    }

    [Fact]
    public async Task An_order_whose_start_was_not_recorded_in_time_is_not_carried_out_twice()
    {
        using var first = Started("a");
        await first.ApplyAsync(Shelf.Order("o1", Verb.Restart, "a"), Ending);
        var pid = Led(first, "a");
        // What lies on the disk when the healer dies between start and record.
        (ProcessRecord.Read(_shelf.Folder, Shelf.Id("a"))! with { Pid = 0, StartTicks = 0, Orders = [], Pending = "o1" }).Write(_shelf.Folder, Shelf.Id("a"));

        using var second = _shelf.Supervisor(_shelf.Instance("a"));

        Assert.True(await second.ObserveAsync(Shelf.Order("o1", Verb.Restart, "a"), Ending));
        Assert.Equal(OutcomeKind.Succeeded, (await second.ApplyAsync(Shelf.Order("o1", Verb.Restart, "a"), Ending)).Kind);
        Assert.Equal(pid, second.PidOf(Shelf.Id("a")));
    }

    [Fact]
    public async Task An_order_that_was_written_down_but_not_begun_is_not_taken_for_done()
    {
        using var first = Started("a");
        var record = ProcessRecord.Read(_shelf.Folder, Shelf.Id("a"))!;
        (record with { Pending = "o1" }).Write(_shelf.Folder, Shelf.Id("a"));

        using var second = _shelf.Supervisor(_shelf.Instance("a"));

        Assert.False(await second.ObserveAsync(Shelf.Order("o1", Verb.Restart, "a"), Ending));
        await second.ApplyAsync(Shelf.Order("o1", Verb.Restart, "a"), Ending);
        Assert.NotEqual(record.Pid, second.PidOf(Shelf.Id("a")));
    }

    [Fact]
    public async Task A_restart_is_carried_out_once_by_two_healers_in_turn()
    {
        using var first = Started("a");
        await first.ApplyAsync(Shelf.Order("o1", Verb.Restart, "a"), Ending);
        await first.ApplyAsync(Shelf.Order("o2", Verb.Restart, "a"), Ending);
        var pid = first.PidOf(Shelf.Id("a"));

        using var second = _shelf.Supervisor(_shelf.Instance("a"));
        await second.ApplyAsync(Shelf.Order("o1", Verb.Restart, "a"), Ending);

        Assert.Equal(pid, second.PidOf(Shelf.Id("a")));
    }

    [Fact]
    public void What_a_supervised_process_starts_is_not_taken_for_it()
    {
        using var first = Started("a", "/bin/sh", "-c", "sleep 1000 & echo $! >child; wait");
        var pid = Led(first, "a");
        var childFile = Path.Combine(_shelf.Folder.Root, "child");
        Shelf.Await(() => File.Exists(childFile) && File.ReadAllText(childFile).EndsWith('\n'), "the child says its id");
        var child = ProcessIdentity.Of(int.Parse(File.ReadAllText(childFile), System.Globalization.CultureInfo.InvariantCulture))!;
        try
        {
            Shelf.Kill(pid);

            using var second = _shelf.Supervisor(_shelf.Instance("a"));

            Assert.Null(second.PidOf(Shelf.Id("a")));
        }
        finally
        {
            child.Send(ProcessSignal.Kill);
        }
    }

    [Fact]
    public void A_second_process_of_an_instance_is_told_and_not_ended()
    {
        using var first = Started("a");
        var former = Led(first, "a");
        File.Delete(_shelf.Folder.ProcessRecord(Shelf.Id("a")));
        ProcessRecord.None.Write(_shelf.Folder, Shelf.Id("a"));
        using var other = new ProcessSupervisor([_shelf.Instance("b")], _shelf.Folder, TimeProvider.System);
        var twin = DetachedProcess.Start(new ProcessStart(
            "/bin/sleep", ["1000"], [.. MarkedProcesses.Marks(_shelf.Folder, Shelf.Id("a"))], _shelf.Folder.Root, Path.Combine(_shelf.Folder.Root, "log")));
        Shelf.Await(() => ProcessStat.Read(twin.Id) is { } stat && stat.Session == twin.Id, "the twin leads its session");

        using var second = _shelf.Supervisor(_shelf.Instance("a"));

        Assert.Equal(former, second.PidOf(Shelf.Id("a")));
        Assert.Contains($"process {twin.Id} runs beside process {former}", Assert.Single(second.Findings), StringComparison.Ordinal);
        Assert.True(ProcessIdentity.Of(twin.Id)!.IsAlive());
    }

    [Fact]
    public void A_process_in_the_middle_of_an_exec_is_found()
    {
        Directory.CreateDirectory(_shelf.Folder.Root);
        var script = Path.Combine(_shelf.Folder.Root, "again");
        File.WriteAllText(script, "exec /bin/sh \"$0\"\n");
        using var ever = DetachedProcess.Start(new ProcessStart(
            "/bin/sh", [script], [.. MarkedProcesses.Marks(_shelf.Folder, Shelf.Id("a"))], _shelf.Folder.Root, Path.Combine(_shelf.Folder.Root, "log")));
        var identity = ProcessIdentity.Of(ever.Id)!;
        try
        {
            Shelf.Await(() => ProcessStat.Read(ever.Id) is { } stat && stat.Session == ever.Id, "it leads its session");

            var found = Enumerable.Range(0, 300).Count(_ => MarkedProcesses.Find(_shelf.Folder)[Shelf.Id("a").ToString()].Any());

            Assert.Equal(300, found);
        }
        finally
        {
            identity.Send(ProcessSignal.Kill);
        }
    }

    [Fact]
    public void A_record_that_cannot_be_read_is_told()
    {
        using var first = Started("a");
        Shelf.Kill(Led(first, "a"));
        File.WriteAllText(_shelf.Folder.ProcessRecord(Shelf.Id("a")), "{");

        using var second = _shelf.Supervisor(_shelf.Instance("a"));

        Assert.Contains("cannot be read", Assert.Single(second.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_death_is_told_and_left_to_the_kernel_while_others_live()
    {
        using var first = Started("a");
        using var both = _shelf.Supervisor(_shelf.Instance("a"), _shelf.Instance("b"));
        Assert.Empty(both.EnsureStarted());

        Shelf.Kill(both.PidOf(Shelf.Id("b"))!.Value);

        Assert.Equal([ProbeOutcome.Ok, ProbeOutcome.Exited], both.Look().Select(r => r.Outcome));
        Assert.All(both.Look(), r => Assert.Equal(Witness.Platform, r.Witness));
        Assert.Empty(both.EnsureStarted());
        Assert.Null(both.PidOf(Shelf.Id("b")));
    }

    [Fact]
    public void When_nothing_lives_everything_is_started()
    {
        using var first = Started("a");
        Shelf.Kill(Led(first, "a"));

        using var second = _shelf.Supervisor(_shelf.Instance("a"));
        Assert.Empty(second.EnsureStarted());

        Assert.NotNull(second.PidOf(Shelf.Id("a")));
    }

    [Fact]
    public async Task A_stopped_instance_is_no_crash_and_stays_stopped()
    {
        using var supervisor = Started("a");

        Assert.Equal(OutcomeKind.Succeeded, (await supervisor.ApplyAsync(Shelf.Order("o1", Verb.Stop, "a"), Ending)).Kind);

        Assert.Null(supervisor.PidOf(Shelf.Id("a")));
        Assert.Empty(supervisor.Look());
        Assert.True(await supervisor.ObserveAsync(Shelf.Order("o1", Verb.Stop, "a"), Ending));
        using var next = _shelf.Supervisor(_shelf.Instance("a"));
        Assert.Empty(next.EnsureStarted());
        Assert.Null(next.PidOf(Shelf.Id("a")));
    }

    [Fact]
    public async Task Taking_a_stop_back_starts_it_again()
    {
        using var supervisor = Started("a");
        var stop = Shelf.Order("o1", Verb.Stop, "a");
        await supervisor.ApplyAsync(stop, Ending);

        var outcome = await supervisor.RevertAsync(stop, "o2", Ending);

        Assert.Equal(("o2", OutcomeKind.Succeeded), (outcome.OrderId, outcome.Kind));
        Assert.NotNull(supervisor.PidOf(Shelf.Id("a")));
        Assert.False(await supervisor.ObserveAsync(stop, Ending));
    }

    [Fact]
    public async Task A_process_may_clean_up_when_it_is_stopped()
    {
        using var supervisor = Started("a", "/bin/sh", "-c", "trap 'echo done >bye; exit 0' TERM; echo >ready; while :; do sleep 0.05; done");
        Shelf.Await(() => File.Exists(Path.Combine(_shelf.Folder.Root, "ready")), "the trap is set");

        await supervisor.ApplyAsync(Shelf.Order("o1", Verb.Stop, "a"), Ending);

        Assert.Equal("done", (await File.ReadAllTextAsync(Path.Combine(_shelf.Folder.Root, "bye"), Ending)).Trim());
    }

    [Fact]
    public async Task A_process_that_ignores_the_request_is_killed_after_its_deadline()
    {
        var setup = _shelf.Instance("a", "/bin/sh", "-c", "trap '' TERM; echo >ready; while :; do sleep 0.05; done");
        using var supervisor = _shelf.Supervisor(setup with { Process = setup.Process! with { StopNanos = 100_000_000 } });
        Assert.Empty(supervisor.EnsureStarted());
        Shelf.Await(() => File.Exists(Path.Combine(_shelf.Folder.Root, "ready")), "the trap is set");

        Assert.Equal(OutcomeKind.Succeeded, (await supervisor.ApplyAsync(Shelf.Order("o1", Verb.Stop, "a"), Ending)).Kind);

        Assert.Null(supervisor.PidOf(Shelf.Id("a")));
    }

    [Fact]
    public async Task A_hung_process_is_restarted_without_waiting_for_it()
    {
        var setup = _shelf.Instance("a");
        // Waiting for the deadline would be longer than any test may last.
        using var supervisor = _shelf.Supervisor(setup with { Process = setup.Process! with { StopNanos = 3_600_000_000_000 } });
        Assert.Empty(supervisor.EnsureStarted());
        var hung = ProcessIdentity.Of(Led(supervisor, "a"))!;
        hung.Send(ProcessSignal.Stop);
        Shelf.Await(hung.IsStopped, "the process is stopped");

        Assert.Equal(OutcomeKind.Succeeded, (await supervisor.ApplyAsync(Shelf.Order("o1", Verb.Restart, "a"), Ending)).Kind);

        Assert.False(hung.IsAlive());
        Assert.NotNull(supervisor.PidOf(Shelf.Id("a")));
    }

    [Fact]
    public async Task Scaling_starts_the_first_so_many_and_stops_the_rest()
    {
        using var supervisor = _shelf.Supervisor(_shelf.Instance("a"), _shelf.Instance("b"), _shelf.Instance("c"));
        supervisor.EnsureStarted();
        var order = Shelf.Order("o1", Verb.Scale, "a") with { Subject = Subject.Of(new ServiceId("checkout")), Amount = 1 };

        Assert.Equal(OutcomeKind.Succeeded, (await supervisor.ApplyAsync(order, Ending)).Kind);
        Assert.True(await supervisor.ObserveAsync(order, Ending));
        Assert.Equal([true, false, false], Running(supervisor));

        await supervisor.RevertAsync(order, "o2", Ending);
        Assert.Equal([true, true, true], Running(supervisor));
        Assert.Equal(OutcomeKind.Failed, (await supervisor.ApplyAsync(order with { Id = "o3", Amount = 4 }, Ending)).Kind);
    }

    [Fact]
    public async Task The_highest_epoch_is_remembered_by_the_next_healer()
    {
        using var first = Started("a");
        await first.ApplyAsync(Shelf.Order("o1", Verb.Restart, "a", epoch: 7), Ending);

        using var second = _shelf.Supervisor(_shelf.Instance("a"));
        var outcome = await second.ApplyAsync(Shelf.Order("o2", Verb.Restart, "a", epoch: 6), Ending);

        Assert.Equal((OutcomeKind.Failed, "epoch 6 is over; 7 has been seen"), (outcome.Kind, outcome.Detail));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named_and_shows_as_ended()
    {
        using var supervisor = _shelf.Supervisor(_shelf.Instance("a", "/nowhere/shop"));

        Assert.Contains("there is no program /nowhere/shop", Assert.Single(supervisor.EnsureStarted()), StringComparison.Ordinal);

        Assert.Equal(ProbeOutcome.Exited, Assert.Single(supervisor.Look()).Outcome);
        var outcome = await supervisor.ApplyAsync(Shelf.Order("o1", Verb.Restart, "a"), Ending);
        Assert.Equal(OutcomeKind.Failed, outcome.Kind);
        Assert.Contains("/nowhere/shop", outcome.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_of_a_document_is_ever_a_command_line()
    {
        using var supervisor = Started("a", "/bin/sh", "-c", "printf '%s|' \"$@\" >arguments; echo >ready; exec sleep 1000", "x", "a b", "$(touch pwned)", "; touch pwned", "'\"");
        Shelf.Await(() => File.Exists(Path.Combine(_shelf.Folder.Root, "ready")), "the program has written its arguments");

        Assert.Equal("a b|$(touch pwned)|; touch pwned|'\"|", File.ReadAllText(Path.Combine(_shelf.Folder.Root, "arguments")));
        Assert.False(File.Exists(Path.Combine(_shelf.Folder.Root, "pwned")));
    }

    [Fact]
    public void A_process_gets_what_its_document_says_and_none_of_our_secrets()
    {
        Environment.SetEnvironmentVariable("PRUNELLA_TEST_TOKEN", "seeded");
        var setup = _shelf.Instance("a", "/bin/sh", "-c", "env >seen; echo >ready; exec sleep 1000");
        using var supervisor = _shelf.Supervisor(setup with { Process = setup.Process! with { Environment = [new("SHOP_PORT", "5111")] } });
        Assert.Empty(supervisor.EnsureStarted());
        Shelf.Await(() => File.Exists(Path.Combine(_shelf.Folder.Root, "ready")), "the program has written its environment");

        var seen = File.ReadAllLines(Path.Combine(_shelf.Folder.Root, "seen"));
        Assert.Contains("SHOP_PORT=5111", seen);
        Assert.Contains("PRUNELLA_INSTANCE=checkout/a", seen);
        Assert.DoesNotContain(seen, l => l.Contains("seeded", StringComparison.Ordinal));
    }

    [Fact]
    public void A_process_leads_a_session_of_its_own()
    {
        using var supervisor = Started("a");

        Assert.NotEqual(ProcessStat.Read(Environment.ProcessId)!.Value.Session, ProcessStat.Read(Led(supervisor, "a"))!.Value.Session);
    }

    private ProcessSupervisor Started(string name, params string[] command)
    {
        var supervisor = _shelf.Supervisor(_shelf.Instance(name, command));
        Assert.Empty(supervisor.EnsureStarted());
        return supervisor;
    }

    /// <summary>The process id once its program has a session of its own, a moment after its start.</summary>
    private static int Led(ProcessSupervisor supervisor, string name)
    {
        var pid = supervisor.PidOf(Shelf.Id(name))!.Value;
        Shelf.Await(() => ProcessStat.Read(pid) is { } stat && stat.Session == pid, $"process {pid} leads its session");
        return pid;
    }

    private static bool[] Running(ProcessSupervisor supervisor) =>
        [.. new[] { "a", "b", "c" }.Select(n => supervisor.PidOf(Shelf.Id(n)) is not null)];
}
