using Prunella.Contracts;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Learning;
using Prunella.Runtime.Journal;
using Prunella.Runtime.Loop;
using Prunella.Runtime.Views;

namespace Prunella.Runtime.Tests.Loop;

/// <summary>Keeps the promise that what the journal's own encoding gives back is what was decided: views and state alike.</summary>
public sealed class RealJournalTests
{
    private readonly InMemoryJournal _journal = new("3f9a01c2");

    [Theory]
    [InlineData(1000)]
    [InlineData(1)]
    public async Task Tells_the_same_story_after_a_restart(int snapshotEvery)
    {
        string before;
        await using (var rig = await StartAsync(snapshotEvery))
        {
            await rig.SubmitAsync(new VerdictsReported([Some.Verdict("shop-1", Health.Unhealthy, FaultKind.Crash, positive: true), Some.Verdict("shop-2", Health.Healthy), Some.Verdict("shop-3", Health.Healthy)], []));
            await rig.SubmitAsync(new RankingsReported([Some.Ranking("shop-1", FaultKind.Crash)]));
            await rig.World.NextCallAsync();
            await rig.Dispatcher.IdleAsync();
            await rig.SubmitAsync(new FreezeCommanded("api", "lunch"));
            before = StoryText.Render(rig.Views.Incident("i1")!);
        }
        await using var next = await StartAsync(snapshotEvery);

        Assert.Equal(before, StoryText.Render(next.Views.Incident("i1")!));
        Assert.Equal("ada", next.Views.Status().Freeze!.By);
        Assert.Equal(2, next.Views.Status().Epoch);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1)]
    public async Task Marks_are_learnt_again_after_a_restart(int snapshotEvery)
    {
        string before;
        await using (var rig = await StartAsync(snapshotEvery))
        {
            Assert.Empty(rig.Learnt);
            await rig.SubmitAsync(new VerdictsReported([Some.Verdict("shop-1", Health.Unhealthy, FaultKind.Crash, positive: true)], []));
            await rig.SubmitAsync(new MarkCommanded("i1", MarkKind.FalseAlarm, null, null, "", "a drill; token=abcdef"));
            await rig.SubmitAsync(new MarkCommanded("i1", MarkKind.FalseAlarm, null, null, "", "again"));
            Assert.Equal([new MarkedAlarm("probe", 4000, 0, 1)], Assert.Single(rig.Learnt));
            before = StoryText.Render(rig.Views.Incident("i1")!);
            Assert.Contains("Marked a false alarm by ada.", before, StringComparison.Ordinal);
            Assert.Contains(rig.Views.Incident("i1")!.Timeline, l => l.Text == "ada marked it a false alarm: a drill; token=[redacted].");
        }
        await using var next = await StartAsync(snapshotEvery);

        Assert.Equal([new MarkedAlarm("probe", 4000, 0, 1)], Assert.Single(next.Learnt));
        Assert.StartsWith(before[..before.IndexOf("What happened", StringComparison.Ordinal)], StoryText.Render(next.Views.Incident("i1")!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_the_journal_failed_and_answers_no_command_any_more()
    {
        await using var rig = await StartAsync(1000);
        _journal.FailNextAppend();

        await Assert.ThrowsAsync<LoopEndedException>(() => rig.SubmitAsync(new FreezeCommanded("api", "")));

        Assert.Equal(LoopPhase.JournalFailed, rig.Service.Phase);
    }

    private Task<LoopRig> StartAsync(int snapshotEvery) =>
        LoopRig.StartedAsync(new RigSetup(Policies: Some.Policies(), SnapshotEvery: snapshotEvery, Journal: _journal));
}
