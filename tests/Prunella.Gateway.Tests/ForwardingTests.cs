using System.Net;

namespace Prunella.Gateway.Tests;

/// <summary>Keeps the promise that a client sees as little as possible of one sick instance, and that nothing is done twice that must not be.</summary>
public sealed class ForwardingTests
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public async Task Takes_the_prefix_off_and_passes_query_body_and_trace_on()
    {
        await using var backend = await Backend.OkAsync();
        await using var gateway = await TestGateway.StartAsync(backend.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/checkout/cart/7?x=1") { Content = new StringContent("body") };
        request.Headers.Add("traceparent", Trace);
        using var answer = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(("POST", "/cart/7?x=1", "body", Trace), backend.Seen.Single());
    }

    [Fact]
    public async Task Spreads_over_all_instances()
    {
        await using var one = await Backend.OkAsync();
        await using var two = await Backend.OkAsync();
        await using var gateway = await TestGateway.StartAsync(one.Address, two.Address);
        await gateway.StatusesAsync(100);
        Assert.InRange(one.Seen.Count, 25, 75);
    }

    [Fact]
    public async Task A_refused_connection_is_tried_elsewhere_even_for_a_post()
    {
        await using var well = await Backend.OkAsync();
        await using var gateway = await TestGateway.StartAsync(TestGateway.Nobody(), well.Address);
        Assert.DoesNotContain(await gateway.StatusesAsync(6, HttpMethod.Post), s => s != 200);
        Assert.Equal(6, well.Seen.Count);
    }

    [Fact]
    public async Task A_503_to_a_get_is_tried_elsewhere()
    {
        await using var sick = await Backend.StatusAsync(503);
        await using var well = await Backend.OkAsync();
        await using var gateway = await TestGateway.StartAsync(sick.Address, well.Address);
        Assert.DoesNotContain(await gateway.StatusesAsync(6), s => s != 200);
    }

    [Fact]
    public async Task A_503_to_a_post_is_final()
    {
        await using var one = await Backend.StatusAsync(503);
        await using var two = await Backend.StatusAsync(503);
        await using var gateway = await TestGateway.StartAsync(one.Address, two.Address);
        Assert.Equal([503, 503, 503], await gateway.StatusesAsync(3, HttpMethod.Post));
        Assert.Equal(3, one.Seen.Count + two.Seen.Count);
    }

    [Fact]
    public async Task A_post_with_a_key_is_tried_elsewhere_with_the_same_body()
    {
        await using var one = await Backend.StatusAsync(503);
        await using var two = await Backend.StatusAsync(503);
        await using var gateway = await TestGateway.StartAsync(one.Address, two.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/checkout/pay") { Content = new StringContent("seven euros") };
        request.Headers.Add("Idempotency-Key", "k1");
        using var answer = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("seven euros", one.Seen.Single().Body);
        Assert.Equal("seven euros", two.Seen.Single().Body);
    }

    [Fact]
    public async Task A_body_above_the_bound_is_sent_once()
    {
        await using var one = await Backend.StatusAsync(503);
        await using var two = await Backend.StatusAsync(503);
        await using var gateway = await TestGateway.StartAsync(one.Address, two.Address);
        using var content = new ByteArrayContent(new byte[64 * 1024 + 1]);
        using var answer = await gateway.Http.PutAsync(new Uri("/checkout/big", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(1, one.Seen.Count + two.Seen.Count);
    }

    [Fact]
    public async Task Without_budget_the_first_answer_is_passed_on_as_it_came()
    {
        await using var one = await Backend.StartAsync(http => Says(http, 503, "one"));
        await using var two = await Backend.StartAsync(http => Says(http, 503, "two"));
        await using var gateway = await TestGateway.StartAsync(one.Address, two.Address);
        await gateway.StatusesAsync(30);
        using var answer = await gateway.Http.GetAsync(new Uri("/checkout/cart", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.NotEmpty(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        // Thirty-one requests pay for six retries; three more come with the first second. The clock stands still.
        Assert.InRange(one.Seen.Count + two.Seen.Count, 31, 31 + 9);
    }

    [Fact]
    public async Task A_hang_ends_with_504_after_the_try_timeout()
    {
        await using var hung = await Backend.HangAsync();
        await using var gateway = await TestGateway.StartAsync(hung.Address);
        Assert.Equal([504], await gateway.StatusesAsync(1));
    }

    [Fact]
    public async Task A_get_that_hangs_is_answered_by_another_instance()
    {
        await using var hung = await Backend.HangAsync();
        await using var well = await Backend.OkAsync();
        await using var gateway = await TestGateway.StartAsync(hung.Address, well.Address);
        Assert.DoesNotContain(await gateway.StatusesAsync(6), s => s != 200);
    }

    [Fact]
    public async Task An_unknown_service_is_404_and_names_those_that_are_known()
    {
        await using var backend = await Backend.OkAsync();
        await using var gateway = await TestGateway.StartAsync(backend.Address);
        using var answer = await gateway.Http.GetAsync(new Uri("/chekout/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("checkout", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_goes_away_is_nobodys_failure()
    {
        var arrived = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        await using var backend = await Backend.StartAsync(async http =>
        {
            http.RequestAborted.Register(ended.SetResult);
            arrived.SetResult();
            await ended.Task;
        });
        await using var gateway = await TestGateway.StartAsync(backend.Address);
        using var patience = new CancellationTokenSource();
        var asked = gateway.Http.GetAsync(new Uri("/checkout/slow", UriKind.Relative), patience.Token);
        await arrived.Task;
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        for (var i = 0; i < 3; i++) gateway.Judge();
        Assert.Equal([false], gateway.Out());
    }

    private static Task Says(Microsoft.AspNetCore.Http.HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        return Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, text);
    }
}
