namespace Prunella.Samples.Shop.Roles;

/// <summary>What customers see; buys through the gateway.</summary>
internal static class Storefront
{
    public static void Map(WebApplication app, Settings settings)
    {
        app.MapGet("/", () => "The shop is open.");
        app.MapGet("/buy", async (IHttpClientFactory clients, HttpContext http, CancellationToken cancellation) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, settings.Gateway + "/checkout/checkout");
            request.Headers.Add("Prunella-Caller", "storefront");
            using var client = clients.CreateClient();
            client.Timeout = TimeSpan.FromSeconds(5);
            try
            {
                using var answer = await client.SendAsync(request, cancellation);
                http.Response.StatusCode = (int)answer.StatusCode;
                return await answer.Content.ReadAsStringAsync(cancellation);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                http.Response.StatusCode = StatusCodes.Status502BadGateway;
                return "Checkout cannot be reached.";
            }
        });
    }
}
