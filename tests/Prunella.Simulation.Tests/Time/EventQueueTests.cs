using CsCheck;

using Prunella.Simulation.Time;

namespace Prunella.Simulation.Tests.Time;

/// <summary>What is due comes by time and then in the order of asking, like a sorted list would give it.</summary>
public sealed class EventQueueTests
{
    [Fact]
    public void Gives_what_a_stable_sort_gives() => Gen.Int[0, 20].Array[0, 300].Sample(times =>
    {
        var queue = new EventQueue<int>();
        for (var i = 0; i < times.Length; i++) queue.Schedule(times[i], i);

        var taken = new List<int>();
        while (queue.TryTake(100, out var what)) taken.Add(what);

        Assert.Equal(Enumerable.Range(0, times.Length).OrderBy(i => times[i]), taken);
        Assert.Equal(100, queue.Now);
    });

    [Fact]
    public void Mixed_putting_and_taking_never_turns_the_clock_back() => Gen.Int[0, 50].Array[1, 300].Sample(steps =>
    {
        var queue = new EventQueue<long>();
        var before = (At: -1L, What: -1L);
        for (var i = 0; i < steps.Length; i++)
        {
            queue.Schedule(queue.Now + steps[i], i);
            if (steps[i] % 3 != 0 || !queue.TryTake(long.MaxValue, out var what)) continue;
            Assert.True(queue.Now > before.At || queue.Now == before.At && what > before.What);
            before = (queue.Now, what);
        }
    });

    [Fact]
    public void Refuses_the_past()
    {
        var queue = new EventQueue<int>();
        queue.TryTake(10, out _);

        Assert.Throws<ArgumentOutOfRangeException>(() => queue.Schedule(9, 1));
    }
}
