using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Remediations;

namespace Prunella.Runtime.Tests.Loop;

/// <summary>
/// Keeps the promise that a healer that dies at any boundary is followed by one that finishes without a double effect: the
/// real kernel, a disk and a world that outlive it.
/// </summary>
public sealed class CrashTests
{
    private readonly MemoryDisk _disk = new();
    private readonly FakeActuator _world = new("process");

    [Fact]
    public async Task Restarts_a_crashed_instance_once_when_nothing_goes_wrong()
    {
        await using var rig = await StartAsync();
        await SeeCrashAsync(rig);

        await _disk.WhenStoredAsync(r => r.Input.Body is OrderAnswered);

        Assert.Single(_world.Effects);
    }

    [Fact]
    public async Task Has_done_nothing_when_it_died_before_the_append()
    {
        var dying = await StartAsync();
        _disk.BeforeStore = _ => throw new IOException("killed");
        await Assert.ThrowsAnyAsync<Exception>(() => SeeCrashAsync(dying));
        await dying.DisposeAsync();
        Assert.Empty(_world.Effects);
        _disk.BeforeStore = _ => Task.CompletedTask;

        await using var next = await StartAsync();
        Assert.Empty(_disk.Events.OfType<OrderIssued>());
        await SeeCrashAsync(next);
        await _disk.WhenStoredAsync(r => r.Input.Body is OrderAnswered);

        Assert.Single(_world.Effects);
    }

    [Fact]
    public async Task Does_it_once_when_it_died_after_the_append_and_before_the_effect()
    {
        var dying = await StartAsync();
        _disk.AfterStore = stored =>
        {
            if (stored.Any(r => r.Events.OfType<OrderIssued>().Any())) throw new IOException("killed");
        };
        await Assert.ThrowsAnyAsync<Exception>(() => SeeCrashAsync(dying));
        await dying.DisposeAsync();
        Assert.Empty(_world.Effects);
        Assert.Single(_disk.Events.OfType<OrderIssued>());
        _disk.AfterStore = _ => { };

        await using var next = await StartAsync();
        await _disk.WhenStoredAsync(r => r.Input.Body is OrderAnswered);

        Assert.Equal("observe " + _disk.Events.OfType<OrderIssued>().First().Order.Id, await _world.NextCallAsync());
        Assert.Equal(_disk.Events.OfType<OrderIssued>().Last().Order.Id, Assert.Single(_world.Effects));
    }

    [Fact]
    public async Task Does_not_do_it_again_when_it_died_after_the_effect_and_before_the_answer()
    {
        var dying = await StartAsync();
        var never = new TaskCompletionSource<OrderOutcome>();
        _world.Answer = (_, _) => never.Task;
        await SeeCrashAsync(dying);
        await _world.NextCallAsync();
        _disk.BeforeStore = _ => throw new IOException("killed");
        await Assert.ThrowsAnyAsync<Exception>(() => dying.SubmitAsync(new WokeUp("x")));
        Assert.Single(_world.Effects);
        _disk.BeforeStore = _ => Task.CompletedTask;

        await using var next = await StartAsync();
        await _disk.WhenStoredAsync(r => r.Input.Body is TargetObserved);

        Assert.Single(_world.Effects);
        Assert.Single(_disk.Events.OfType<OrderIssued>());
        Assert.Contains(_disk.Events.OfType<RemediationMoved>(), m => m.To == RemediationState.Verifying);
        never.SetException(new IOException("killed"));
        await dying.DisposeAsync();
    }

    [Fact]
    public async Task Goes_on_from_a_snapshot_as_from_the_whole_journal()
    {
        await using (var rig = await StartAsync())
        {
            await SeeCrashAsync(rig);
            await _disk.WhenStoredAsync(r => r.Input.Body is OrderAnswered);
        }
        Assert.NotNull(_disk.Snapshot);
        var snapshot = _disk.Snapshot;
        string withSnapshot;
        await using (var rig = await StartAsync()) withSnapshot = Picture(rig);
        _disk.Snapshot = null;
        await using (var rig = await StartAsync())
        {
            Assert.Equal(withSnapshot, Picture(rig));
        }
        _disk.Snapshot = snapshot with { Format = 99 };
        await using (var rig = await StartAsync())
        {
            Assert.Equal(withSnapshot, Picture(rig));
        }
    }

    private static string Picture(LoopRig rig)
    {
        var status = rig.Views.Status();
        var story = rig.Views.Incident("i1")!;
        return string.Join('\n', [
            string.Join(' ', status.OpenIncidents.Select(i => i.Id)),
            string.Join(' ', status.Remediations.Select(r => $"{r.Id} {r.State}")),
            $"{status.ActionsTotal} {status.IncidentsTotal}",
            .. story.Timeline.Where(l => l.Kind != "judged").Select(l => l.Text),
        ]);
    }

    private Task<LoopRig> StartAsync() =>
        LoopRig.StartedAsync(new RigSetup(_disk, _world, Policies: Some.Policies()));

    private static async Task SeeCrashAsync(LoopRig rig)
    {
        var verdicts = new[]
        {
            Some.Verdict("shop-1", Health.Unhealthy, FaultKind.Crash, positive: true),
            Some.Verdict("shop-2", Health.Healthy),
            Some.Verdict("shop-3", Health.Healthy),
        };
        await rig.SubmitAsync(new VerdictsReported(verdicts, []));
        await rig.SubmitAsync(new RankingsReported([Some.Ranking("shop-1", FaultKind.Crash)]));
    }
}
