namespace Prunella.Kernel.Tests;

/// <summary>Whatever was said in whatever order, with repeats, crashes and commands in between: when the faults stop,
/// all of it ends. What must hold on the way <see cref="HundredThousandLivesTests"/> look at.</summary>
public sealed class InterleavingTests
{
    private static readonly int Lives = LifeByNumber.Number(2_000);

    [Fact]
    public void When_the_faults_stop_everything_comes_to_its_end() => Parallel.For(0, Lives, number =>
    {
        var life = LifeByNumber.Lead(number);

        life.Recover(seconds: 300);

        Assert.True(life.State.Remediations.IsEmpty, $"life {number}: {string.Join(", ", life.State.Remediations.Values.Select(r => $"{r.Id} {r.State}"))}");
        Assert.True(life.State.Incidents.IsEmpty, $"life {number}: {string.Join(", ", life.State.Incidents.Keys)}");
    });

    [Fact]
    public void Order_ids_are_never_used_twice() => Parallel.For(0, Lives, number =>
    {
        var life = LifeByNumber.Lead(number);

        var ids = life.Events.OfType<Events.OrderIssued>().Select(o => o.Order.Id).ToArray();
        Assert.True(ids.Distinct().Count() == ids.Length, $"life {number}");
    });
}
