namespace Prunella.Samples.Shop.Roles;

/// <summary>
/// Takes an order: the price from the catalog, the money through the gateway from payments.
/// </summary>
internal static partial class Checkout
{
    private const string Degraded = "Prunella-Degraded";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private static long _orders;

    private sealed record Item(int Id, long Price);

    public static void Map(WebApplication app, Settings settings) => app.MapPost(
        "/checkout",
        async (IHttpClientFactory clients, HttpContext http, CancellationToken cancellation) =>
        {
            using var client = clients.CreateClient();
            client.Timeout = Patience;
            try
            {
                var id = 1 + Interlocked.Increment(ref _orders) % 100;
                var item = await client.GetFromJsonAsync<Item>($"{settings.Catalog}/items/{id}", cancellation);
                await Work.DoAsync(cancellation);
                using var paid = await ChargeAsync(client, settings, cancellation);
                if (!paid.IsSuccessStatusCode)
                {
                    Refused(app.Logger, id, (int)paid.StatusCode);
                    return Failed("payments failed");
                }
                var degraded = paid.Headers.Contains(Degraded);
                if (degraded) http.Response.Headers[Degraded] = "true";
                return Results.Json(new { ordered = item?.Id, price = item?.Price, degraded });
            }
            catch (Exception e) when (IsUnreachable(e) && !cancellation.IsCancellationRequested)
            {
                Unreachable(app.Logger, e.Message);
                return Failed("a dependency cannot be reached");
            }
        });

    private static async Task<HttpResponseMessage> ChargeAsync(
        HttpClient client, Settings settings, CancellationToken cancellation)
    {
        using var charge = new HttpRequestMessage(HttpMethod.Post, settings.Gateway + "/payments/charge");
        charge.Headers.Add("Prunella-Caller", "checkout");
        return await client.SendAsync(charge, cancellation);
    }

    private static bool IsUnreachable(Exception e) => e is HttpRequestException or TaskCanceledException;

    private static IResult Failed(string why) =>
        Results.Json(new { error = why }, statusCode: StatusCodes.Status502BadGateway);

    [LoggerMessage(10, LogLevel.Error, "The order of item {Item} could not be charged: payments answered {Status}.")]
    private static partial void Refused(ILogger logger, long item, int status);

    [LoggerMessage(11, LogLevel.Error, "An order could not be taken: a dependency cannot be reached ({Why}).")]
    private static partial void Unreachable(ILogger logger, string why);
}
