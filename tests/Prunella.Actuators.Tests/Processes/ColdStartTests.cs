using Prunella.Actuators.Processes;
using Prunella.Contracts;
using Prunella.Runtime.Processes;

namespace Prunella.Actuators.Tests.Processes;

/// <summary>
/// Nothing of the fleet lives and an order is open: the healer that takes over finishes the order
/// while everything is started, and each instance gets one process.
/// </summary>
public sealed class ColdStartTests : IDisposable
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private readonly Shelf _shelf = new();

    public void Dispose() => _shelf.Dispose();

    [Fact]
    public async Task An_order_that_comes_first_does_not_keep_the_others_from_being_started()
    {
        EverythingDied();
        using var next = _shelf.Supervisor(_shelf.Instance("a"), _shelf.Instance("b"));

        await next.ApplyAsync(Shelf.Order("o1", Verb.Restart, "a"), Ending);
        var ordered = next.PidOf(Shelf.Id("a"));
        Assert.Empty(next.EnsureStarted());

        Assert.NotNull(ordered);
        Assert.Equal(ordered, next.PidOf(Shelf.Id("a")));
        Assert.NotNull(next.PidOf(Shelf.Id("b")));
    }

    [Fact]
    public async Task What_an_order_is_starting_is_not_started_beside_it()
    {
        EverythingDied();
        var time = new Interruption(() => Record("a") is { Pid: 0, Pending: "o1" });
        using var next = new ProcessSupervisor([_shelf.Instance("a"), _shelf.Instance("b")], _shelf.Folder, time);
        time.Act = () => Assert.Empty(next.EnsureStarted());

        var outcome = await next.ApplyAsync(Shelf.Order("o1", Verb.Restart, "a"), Ending);

        Assert.True(time.HasActed);
        Assert.Equal(OutcomeKind.Succeeded, outcome.Kind);
        Assert.NotNull(next.PidOf(Shelf.Id("b")));
        var pid = next.PidOf(Shelf.Id("a"))!.Value;
        Shelf.Await(() => ProcessStat.Read(pid) is { } stat && stat.Session == pid, $"process {pid} leads its session");
        var lives = MarkedProcesses.Find(_shelf.Folder)[Shelf.Id("a").ToString()];
        Assert.Equal([pid], lives.Select(l => l.Pid));
    }

    [Fact]
    public async Task A_start_that_was_written_down_is_done_under_its_order()
    {
        EverythingDied();
        (Record("a")! with { Pid = 0, StartTicks = 0, Pending = "o1" }).Write(_shelf.Folder, Shelf.Id("a"));
        using var next = _shelf.Supervisor(_shelf.Instance("a"), _shelf.Instance("b"));

        Assert.Empty(next.EnsureStarted());

        Assert.True(await next.ObserveAsync(Shelf.Order("o1", Verb.Restart, "a"), Ending));
        Assert.Equal(["o1"], Record("a")!.Orders);
        Assert.Empty(Record("b")!.Orders);
    }

    private void EverythingDied()
    {
        using var former = _shelf.Supervisor(_shelf.Instance("a"), _shelf.Instance("b"));
        Assert.Empty(former.EnsureStarted());
        foreach (var name in new[] { "a", "b" }) Shelf.Kill(former.PidOf(Shelf.Id(name))!.Value);
    }

    private ProcessRecord? Record(string name) => ProcessRecord.Read(_shelf.Folder, Shelf.Id(name));

    /// <summary>A clock that does something else, once, when it is asked at the right moment.</summary>
    private sealed class Interruption(Func<bool> when) : TimeProvider
    {
        public Action Act { get; set; } = () => { };

        public bool HasActed { get; private set; }

        public override DateTimeOffset GetUtcNow()
        {
            if (!HasActed && when())
            {
                HasActed = true;
                Act();
            }
            return System.GetUtcNow();
        }
    }
}
