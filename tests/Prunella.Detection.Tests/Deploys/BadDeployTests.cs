using Prunella.Contracts;

namespace Prunella.Detection.Tests.Deploys;

/// <summary>Failures after a deploy are found as fast as ever, and name it.</summary>
public sealed class BadDeployTests
{
    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    public void A_deploy_that_fails_is_found_as_fast_as_without_a_mark_and_named(double share)
    {
        var (marked, markedAfter) = Fail(share, isMarked: true);
        var (unmarked, after) = Fail(share, isMarked: false);

        Assert.Equal(after, markedAfter);
        Assert.Equal("2.4.1", marked.Evidence.Deploy!.Version);
        Assert.InRange(marked.Evidence.Deploy.AfterNanos, 0, 30 * Shop.Second);
        Assert.Null(unmarked.Evidence.Deploy);
        Assert.Equal(unmarked.Evidence, marked.Evidence with { Deploy = null });
    }

    private static (Verdict Verdict, int Ticks) Fail(double share, bool isMarked)
    {
        var bad = 0.0;
        var shop = new Shop { ErrorShare = _ => bad };
        shop.Run(720);
        if (isMarked) shop.Detection.Observe(new DeployMark(new ServiceId("checkout"), "2.4.1", shop.At));
        shop.Run(8);
        bad = share;
        shop.Told.Clear();
        bool IsFound(Verdict v) => v is { Detector: "error-ratio", Health: Health.Unhealthy, Subject.Kind: SubjectKind.Service };
        var ticks = shop.Run(240, () => shop.Told.Any(IsFound));
        return (shop.Told.First(IsFound), ticks);
    }
}
