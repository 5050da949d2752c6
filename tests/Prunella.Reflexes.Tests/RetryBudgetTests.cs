using Prunella.Reflexes.Retries;

namespace Prunella.Reflexes.Tests;

/// <summary>Keeps the promise that retries never multiply the load by more than the budget.</summary>
public sealed class RetryBudgetTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void A_quiet_cluster_may_retry_three_times_a_second()
    {
        var budget = new RetryBudget(200, 3);
        Assert.Equal(3, Taken(budget, Second, 10));
        Assert.Equal(3, Taken(budget, 2 * Second, 10));
    }

    [Fact]
    public void A_thousand_requests_pay_for_two_hundred_retries_in_the_long_run()
    {
        var budget = new RetryBudget(200, 0);
        var taken = 0;
        for (var i = 0; i < 1000; i++)
        {
            budget.Deposit(Second + i);
            if (budget.TryTake(Second + i)) taken++;
        }
        Assert.InRange(taken, 199, 200);
    }

    [Fact]
    public void What_is_not_used_does_not_pile_up_without_bound()
    {
        var budget = new RetryBudget(200, 3);
        for (var i = 0; i < 100_000; i++) budget.Deposit(Second + i);
        Assert.Equal(130, Taken(budget, Second + 100_000, 10_000));
    }

    [Fact]
    public void A_clock_that_stands_still_or_goes_back_gives_nothing()
    {
        var budget = new RetryBudget(200, 3);
        Taken(budget, 100 * Second, 10);
        Assert.Equal(0, Taken(budget, 100 * Second, 10));
        Assert.Equal(0, Taken(budget, 50 * Second, 10));
    }

    private static int Taken(RetryBudget budget, long at, int asked) => Enumerable.Range(0, asked).Count(_ => budget.TryTake(at));
}
