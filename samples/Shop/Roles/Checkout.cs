namespace Prunella.Samples.Shop.Roles;

/// <summary>Takes an order: the price from the catalog, the money through the gateway from payments.</summary>
internal static class Checkout
{
    private const string Degraded = "Prunella-Degraded";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private static long _orders;

    private sealed record Item(int Id, long Price);

    public static void Map(WebApplication app, Settings settings) =>
        app.MapPost("/checkout", async (IHttpClientFactory clients, HttpContext http, CancellationToken cancellation) =>
        {
            using var client = clients.CreateClient();
            client.Timeout = Patience;
            try
            {
                var id = 1 + Interlocked.Increment(ref _orders) % 100;
                var item = await client.GetFromJsonAsync<Item>($"{settings.Catalog}/items/{id}", cancellation);
                await Work.DoAsync(cancellation);
                using var charge = new HttpRequestMessage(HttpMethod.Post, settings.Gateway + "/payments/charge");
                charge.Headers.Add("Prunella-Caller", "checkout");
                using var paid = await client.SendAsync(charge, cancellation);
                if (!paid.IsSuccessStatusCode) return Results.Json(new { error = "payments failed" }, statusCode: StatusCodes.Status502BadGateway);
                var degraded = paid.Headers.Contains(Degraded);
                if (degraded) http.Response.Headers[Degraded] = "true";
                return Results.Json(new { ordered = item?.Id, price = item?.Price, degraded });
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                return Results.Json(new { error = "a dependency cannot be reached" }, statusCode: StatusCodes.Status502BadGateway);
            }
        });
}
