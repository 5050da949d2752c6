namespace Prunella.Gateway.Tests;

/// <summary>Keeps the promise that what tries show becomes an ejection, within the caps, and never for a shared trouble.</summary>
public sealed class EjectionTests
{
    [Fact]
    public async Task One_of_three_that_fails_a_fifth_is_taken_out()
    {
        var asked = 0;
        await using var sick = await Backend.StartAsync(http =>
        {
            http.Response.StatusCode = Interlocked.Increment(ref asked) % 5 == 0 ? 500 : 200;
            return Task.CompletedTask;
        });
        await using var two = await Backend.OkAsync();
        await using var three = await Backend.OkAsync();
        await using var gateway = await TestGateway.StartAsync(sick.Address, two.Address, three.Address);
        // A hundred requests a second: its failures make it look busy, and still it gets enough to be found out in time.
        for (var i = 0; i < 50 && !gateway.Out()[0]; i++)
        {
            await gateway.StatusesAsync(10);
            gateway.Time.Advance(TimeSpan.FromMilliseconds(100));
            gateway.Judge();
        }
        Assert.Equal([true, false, false], gateway.Out());
    }

    [Fact]
    public async Task Nobody_is_taken_out_when_all_fail()
    {
        await using var one = await Backend.StatusAsync(500);
        await using var two = await Backend.StatusAsync(500);
        await using var three = await Backend.StatusAsync(500);
        await using var gateway = await TestGateway.StartAsync(one.Address, two.Address, three.Address);
        await gateway.StatusesAsync(200);
        gateway.Judge();
        Assert.Equal([false, false, false], gateway.Out());
    }

    [Fact]
    public async Task A_dead_one_gets_no_traffic_after_three_refusals()
    {
        await using var two = await Backend.OkAsync();
        await using var three = await Backend.OkAsync();
        await using var gateway = await TestGateway.StartAsync(TestGateway.Nobody(), two.Address, three.Address);
        for (var i = 0; i < 60 && !gateway.Out()[0]; i++)
        {
            await gateway.StatusesAsync(5);
            gateway.Time.Advance(TimeSpan.FromMilliseconds(700));
            gateway.Judge();
        }
        Assert.Equal([true, false, false], gateway.Out());
    }

    [Fact]
    public async Task Two_dead_of_three_go_no_further_than_the_cap_and_clients_still_see_200()
    {
        await using var well = await Backend.OkAsync();
        await using var gateway = await TestGateway.StartAsync(TestGateway.Nobody(), TestGateway.Nobody(), well.Address);
        for (var i = 0; i < 10; i++)
        {
            await gateway.StatusesAsync(5);
            gateway.Judge();
            Assert.InRange(gateway.Out().Count(o => o), 0, 1);
        }
    }
}
