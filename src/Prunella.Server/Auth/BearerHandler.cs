using System.Security.Claims;
using System.Text.Encodings.Web;

using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

using Prunella.Runtime.Access;

namespace Prunella.Server.Auth;

/// <summary>Knows callers by their bearer token.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, TokenFile tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";
    public const string AgentClaim = "prunella-agent";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.Length == 0) return Task.FromResult(AuthenticateResult.NoResult());
        if (Holder(tokens, header) is not { } token)
            return Task.FromResult(AuthenticateResult.Fail("The bearer token is not known here."));
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.Name, token.Name),
                new Claim(ClaimTypes.Role, token.Role.ToString()),
                new Claim(AgentClaim, token.Agent ? "true" : "false"),
            ],
            SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity),
            SchemeName)));
    }

    /// <summary>Who sent an Authorization header, or null.</summary>
    public static StoredToken? Holder(TokenFile tokens, string? header) =>
        header is not null && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? tokens.Find(header[7..].Trim())
            : null;
}
