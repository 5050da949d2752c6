using System.Net.Mime;

using Prunella.Runtime.Views;
using Prunella.Server.Auth;
using Prunella.Server.Page;

namespace Prunella.Server.Api;

/// <summary>The page's routes: the page, its picture again, its style and script.</summary>
internal static class PageApi
{
    private const string Html = MediaTypeNames.Text.Html + "; charset=utf-8";
    private const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

    public static void MapPage(this WebApplication app, Func<FleetStatus> status, RecentSignals signals)
    {
        app.MapGet("/", async (HttpContext http, CancellationToken cancellation) =>
        {
            http.Response.Headers.ContentSecurityPolicy = Policy;
            http.Response.Headers.XContentTypeOptions = "nosniff";
            http.Response.Headers.CacheControl = "no-store";
            var now = status();
            return TypedResults.Content(StatusPage.Whole(now, await signals.OfAsync(now, cancellation)), Html);
        }).RequireAuthorization(Access.Read);
        app.MapGet("/v1/fleets/{fleet}/picture", async (CancellationToken cancellation) =>
        {
            var now = status();
            return TypedResults.Content(StatusPage.Fragment(now, await signals.OfAsync(now, cancellation)), Html);
        }).RequireAuthorization(Access.Read);
        MapResource(app, "prunella.css", MediaTypeNames.Text.Css);
        MapResource(app, "prunella.js", MediaTypeNames.Text.JavaScript);
    }

    private static void MapResource(WebApplication app, string name, string type)
    {
        using var stream = typeof(PageApi).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing from the build.");
        using var reader = new StreamReader(stream);
        var content = reader.ReadToEnd();
        app.MapGet("/" + name, () => TypedResults.Content(content, type)).RequireAuthorization(Access.Read);
    }
}
