using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;

namespace Prunella.Kernel.Tests.Guardrails;

/// <summary>A freeze window holds in its time, over midnight as well, and not a minute longer.</summary>
public sealed class FreezeWindowTests
{
    private const long Minute = 60 * Some.Second;

    [Theory]
    // 2026-11-27 is a Friday, day 20784.
    [InlineData(20784, "18:00", true)]
    [InlineData(20784, "17:59", false)]
    [InlineData(20785, "07:59", true)]
    [InlineData(20785, "08:00", false)]
    [InlineData(20785, "18:00", false)]
    [InlineData(20784, "07:00", false)]
    public void Over_midnight_from_friday_evening(int day, string time, bool frozen) =>
        Assert.Equal(frozen, Window([Weekday.Friday], 18 * 60, 8 * 60).EndsAt(At(day, time)) > 0);

    [Theory]
    [InlineData(20813, false)]
    [InlineData(20814, true)]
    [InlineData(20816, true)]
    [InlineData(20817, false)]
    public void Whole_days_the_last_included(int day, bool frozen) =>
        Assert.Equal(frozen, new FreezeWindow("holidays", null, null, null, 20814, 20816, null).EndsAt(At(day, "12:00")) > 0);

    [Fact]
    public void Says_when_it_ends() =>
        Assert.Equal(At(20785, "08:00"), Window([Weekday.Friday], 18 * 60, 8 * 60).EndsAt(At(20784, "23:30")));

    [Theory]
    [InlineData(null, true)]
    [InlineData(Disruption.None, true)]
    [InlineData(Disruption.Low, false)]
    public void What_it_allows_stays_allowed(Disruption? allow, bool forbidden)
    {
        var policy = Some.Policy(change: g => g with { FreezeWindows = [new FreezeWindow("always", null, null, null, null, null, allow)] });

        Assert.Equal(forbidden, new FreezeWindowGuardrail().Check(Some.Proposal(policy: policy), Some.State(Some.Fleet(policies: policy)), Some.Now) is not null);
    }

    [Fact]
    public void The_fleets_holds_for_every_policy()
    {
        var set = Some.Fleet();
        var state = Some.State(set with { Fleet = set.Fleet with { FreezeWindows = [new FreezeWindow("always", null, null, null, null, null, null)] } });

        Assert.NotNull(new FreezeWindowGuardrail().Check(Some.Proposal(), state, Some.Now));
    }

    [Fact]
    public void A_policys_window_is_told_before_the_fleets_and_the_last_of_them_ends_it()
    {
        var policy = Some.Policy(change: g => g with { FreezeWindows = [Daily("short", 60), Daily("shorter", 30)] });
        var set = Some.Fleet(policies: policy);
        var state = Some.State(set with { Fleet = set.Fleet with { FreezeWindows = [Daily("long", 120)] } });
        var at = At(20784, "00:00");

        Assert.Equal("short", new FreezeWindowGuardrail().Check(Some.Proposal(policy: policy), state, at)!.Parameters.Single().Value);
        Assert.Equal(at + 120 * Minute, FreezeWindowGuardrail.Until(Some.Proposal(policy: policy), state, at));
        Assert.Null(new FreezeWindowGuardrail().Check(Some.Proposal(policy: policy), state, at + 120 * Minute));
    }

    private static FreezeWindow Daily(string name, int minutes) => new(name, null, 0, minutes, null, null, null);

    private static FreezeWindow Window(Weekday[] days, int from, int to) => new("w", days, from, to, null, null, null);

    private static long At(int day, string time) =>
        (day * 1440L + int.Parse(time[..2], System.Globalization.CultureInfo.InvariantCulture) * 60 + int.Parse(time[3..], System.Globalization.CultureInfo.InvariantCulture)) * Minute;
}
