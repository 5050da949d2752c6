using System.Net;
using System.Security.Claims;

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

using Prunella.Kernel.Inputs;
using Prunella.Runtime.Access;

namespace Prunella.Server.Auth;

/// <summary>Who may do what: one policy per kind of endpoint; an endpoint without one is refused to
/// everybody.</summary>
/// <remarks>
/// Reading needs no token over loopback, because whoever is on the machine can read the data folder's status
/// anyway only as its owner, but the page must open with one click; from elsewhere it needs a token. Every
/// change needs a token.
/// </remarks>
internal static class Access
{
    /// <summary>Look at the fleet.</summary>
    public const string Read = "read";

    /// <summary>Freeze, unfreeze, revert, mark.</summary>
    public const string Operate = "operate";

    /// <summary>Approve and deny what waits.</summary>
    public const string Approve = "approve";

    /// <summary>Be a gateway.</summary>
    public const string Target = "target";

    public static void AddAccess(this IServiceCollection services)
    {
        services.AddAuthentication(BearerHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, null);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build())
            .AddPolicy(Read, policy =>
                policy.RequireAssertion(c => IsLoopback(c) || Has(c, Role.Owner, Role.Operator, Role.Approver,
                    Role.Reader)))
            .AddPolicy(Operate, policy => policy.RequireAssertion(c => Has(c, Role.Owner, Role.Operator)))
            .AddPolicy(Approve, policy => policy.RequireAssertion(c => Has(c, Role.Owner, Role.Approver)))
            .AddPolicy(Target, policy => policy.RequireAssertion(c => Has(c, Role.Target)));
    }

    /// <summary>The caller as the journal names him.</summary>
    public static Actor Actor(ClaimsPrincipal user) => new(
        user.FindFirstValue(BearerHandler.AgentClaim) == "true" ? ActorKind.Agent : ActorKind.Person,
        user.Identity?.Name ?? "nobody");

    private static bool IsLoopback(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext { Connection.RemoteIpAddress: { } address } && IPAddress.IsLoopback(address);

    private static bool Has(AuthorizationHandlerContext context, params ReadOnlySpan<Role> roles)
    {
        foreach (var role in roles)
            if (context.User.IsInRole(role.ToString())) return true;
        return false;
    }
}
