namespace Prunella.Samples.Shop.Roles;

/// <summary>Charges; there is nothing behind it.</summary>
internal static class Payments
{
    public static void Map(WebApplication app) => app.MapPost("/charge", async (CancellationToken cancellation) =>
    {
        await Work.DoAsync(cancellation);
        return Results.Json(new { charged = true });
    });
}
