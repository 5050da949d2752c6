using Prunella.Kernel;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.State;
using Prunella.Runtime.Loop;

namespace Prunella.Runtime.Tests.Loop;

/// <summary>Keeps the promises of the loop that runs: durable first, in batches, in order, and an end that is said.</summary>
public sealed class ControlLoopServiceTests
{
    [Fact]
    public async Task Begins_with_its_epoch_and_its_documents()
    {
        await using var rig = await LoopRig.StartedAsync(new RigSetup(Policies: Some.Policies()));

        Assert.Equal([typeof(LoopStarted), typeof(PolicySetOffered)], rig.Disk.Inputs.Select(i => i.GetType()));
        Assert.Equal([2], rig.Disk.Appends);
        Assert.Equal(LoopPhase.Running, rig.Service.Phase);
    }

    [Fact]
    public async Task Offers_documents_again_only_when_they_are_others()
    {
        var disk = new MemoryDisk();
        await using (await LoopRig.StartedAsync(new RigSetup(disk, Policies: Some.Policies()))) { }
        await using (await LoopRig.StartedAsync(new RigSetup(disk, Policies: Some.Policies()))) { }
        await using (await LoopRig.StartedAsync(new RigSetup(disk))) { }

        Assert.Equal(2, disk.Inputs.OfType<PolicySetOffered>().Count());
        Assert.Equal([1, 2, 3], disk.Inputs.OfType<LoopStarted>().Select(s => s.Epoch));
    }

    [Fact]
    public async Task Answers_a_command_with_what_became_true_and_why()
    {
        await using var rig = await LoopRig.StartedAsync(new RigSetup());

        var first = await rig.SubmitAsync(new FreezeCommanded("api", "a look around"));
        var second = await rig.SubmitAsync(new FreezeCommanded("api", "again"));

        Assert.Equal("ada", Assert.IsType<Frozen>(Assert.Single(first.Events)).By);
        Assert.Empty(second.Events);
        Assert.Equal("freeze.already", Assert.Single(second.Reasons).Code);
    }

    [Fact]
    public async Task Lets_nothing_out_before_it_is_durable()
    {
        var storing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayStore = new TaskCompletionSource();
        await using var rig = await LoopRig.StartedAsync(new RigSetup(Script: Sending));
        rig.Disk.BeforeStore = async _ =>
        {
            storing.TrySetResult();
            await mayStore.Task;
        };

        var answer = rig.SubmitAsync(new WokeUp("send"));
        await storing.Task;
        await rig.Dispatcher.IdleAsync();
        Assert.Equal(0, rig.World.CallsWaiting);
        Assert.False(answer.IsCompleted);
        Assert.Empty(rig.Views.Actions(0));
        mayStore.SetResult();
        await answer;

        Assert.Equal("apply 3f9a01c2.e1.i1.r1.s1", await rig.World.NextCallAsync());
    }

    [Fact]
    public async Task Makes_what_waits_durable_in_one_append()
    {
        var mayStore = new TaskCompletionSource();
        await using var rig = await LoopRig.StartedAsync(new RigSetup(Script: Idle));
        rig.Disk.BeforeStore = _ => mayStore.Task;
        var answers = new List<Task> { rig.SubmitAsync(new WokeUp("first")) };
        for (var i = 0; i < 10; i++) answers.Add(rig.SubmitAsync(new WokeUp($"{i}")));

        mayStore.SetResult();
        await Task.WhenAll(answers);

        // The start; the first alone or with some; the rest: never eleven appends for eleven inputs.
        Assert.InRange(rig.Disk.Appends.Count, 2, 3);
        Assert.Equal(["first", .. Enumerable.Range(0, 10).Select(i => $"{i}")], rig.Disk.Inputs.OfType<WokeUp>().Select(w => w.Key));
    }

    [Fact]
    public async Task Stamps_never_go_back_over_a_restart_on_a_machine_whose_clock_did()
    {
        var disk = new MemoryDisk();
        await using (var rig = await LoopRig.StartedAsync(new RigSetup(disk)))
        {
            rig.Time.Advance(TimeSpan.FromHours(1));
            await rig.SubmitAsync(new WokeUp("x"));
        }
        await using (await LoopRig.StartedAsync(new RigSetup(disk))) { }

        var stamps = disk.Records.Select(r => r.Input.At).ToArray();
        Assert.Equal(stamps.Order(), stamps);
        Assert.True(stamps[^1] >= Some.Start + 3600 * Some.Second);
    }

    [Fact]
    public async Task Wakes_the_kernel_when_it_asked_to_be_woken()
    {
        await using var rig = await LoopRig.StartedAsync(new RigSetup(Script: (_, input) =>
            input.Body is WokeUp { Key: "go" } ? new Decision([], [new WakeAt(input.At + 5 * Some.Second, "later")], []) : Some.Nothing()));
        await rig.SubmitAsync(new WokeUp("go"));

        rig.Time.Advance(TimeSpan.FromSeconds(5));

        var woken = await rig.Disk.WhenStoredAsync(r => r.Input.Body is WokeUp { Key: "later" });
        Assert.True(woken.Input.At >= Some.Start + 5 * Some.Second);
    }

    [Fact]
    public async Task Tells_people_and_perception_what_concerns_them()
    {
        await using var rig = await LoopRig.StartedAsync(new RigSetup(Script: (_, input) => input.Body is WokeUp
            ? new Decision([], [new TellPerson("i1", "look"), new StopVerifying("i1.r1")], [])
            : Some.Nothing()));

        await rig.SubmitAsync(new WokeUp("go"));

        Assert.Equal("look", Assert.Single(rig.Told).Text);
        Assert.Equal(["end i1.r1"], rig.Verifications);
    }

    [Fact]
    public async Task Stops_at_once_and_acts_no_more_when_another_healer_has_taken_over()
    {
        await using var rig = await LoopRig.StartedAsync(new RigSetup(Script: Sending));
        await using var other = await LoopRig.StartedAsync(new RigSetup(rig.Disk, Script: Idle));

        var ended = await Assert.ThrowsAsync<LoopEndedException>(() => rig.SubmitAsync(new WokeUp("send")));
        await rig.Service.Ended.Soon();
        await rig.Dispatcher.IdleAsync();

        Assert.StartsWith("fenced", ended.Message, StringComparison.Ordinal);
        Assert.Equal(LoopPhase.Fenced, rig.Service.Phase);
        Assert.Equal(0, rig.World.CallsWaiting);
        await Assert.ThrowsAsync<LoopEndedException>(() => rig.SubmitAsync(new WokeUp("send")));
    }

    [Fact]
    public async Task Still_takes_back_when_the_journal_fails_and_does_nothing_else()
    {
        await using var rig = await LoopRig.StartedAsync(new RigSetup(Script: (_, input) => input.Body is WokeUp
            ? new Decision([], [new SendOrder(Some.Order("o1")), new RevertOrder(Some.Order("o0"), "r0")], [])
            : Some.Nothing()));
        rig.Disk.BeforeStore = _ => throw new IOException("disk full");

        await Assert.ThrowsAsync<LoopEndedException>(() => rig.SubmitAsync(new WokeUp("go")));
        await rig.Dispatcher.IdleAsync();

        Assert.Equal("revert o0", await rig.World.NextCallAsync());
        Assert.Equal(0, rig.World.CallsWaiting);
        Assert.Equal(LoopPhase.JournalFailed, rig.Service.Phase);
    }

    [Fact]
    public async Task Records_what_waits_before_it_stops_and_refuses_what_comes_after()
    {
        var rig = await LoopRig.StartedAsync(new RigSetup(Script: Idle));
        var waiting = Enumerable.Range(0, 200).Select(i => rig.SubmitAsync(new WokeUp($"{i}"))).ToArray();

        await rig.DisposeAsync();

        await Task.WhenAll(waiting);
        Assert.Equal(200, rig.Disk.Inputs.OfType<WokeUp>().Count());
        Assert.Equal(LoopPhase.Stopped, rig.Service.Phase);
        await Assert.ThrowsAsync<LoopEndedException>(() => rig.SubmitAsync(new WokeUp("late")));
    }

    [Fact]
    public async Task Tells_a_person_of_a_kernel_that_fails_and_goes_on()
    {
        await using var rig = await LoopRig.StartedAsync(new RigSetup(Script: (_, input) =>
            input.Body is WokeUp { Key: "bad" } ? throw new OverflowException() : Some.Nothing()));

        var result = await rig.SubmitAsync(new WokeUp("bad"));
        await rig.SubmitAsync(new WokeUp("good"));

        Assert.IsType<InvariantBroken>(Assert.Single(result.Events));
        Assert.Contains("a person has looked", Assert.Single(rig.Told).Text, StringComparison.Ordinal);
    }

    private static Decision Idle(KernelState state, Stamped input) => Some.Nothing();

    private static Decision Sending(KernelState state, Stamped input) =>
        input.Body is WokeUp { Key: "send" } ? Some.ToSend(Some.Order(), input.At) : Some.Nothing();
}
