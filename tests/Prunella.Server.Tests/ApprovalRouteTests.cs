using System.Net;

using Prunella.Runtime.Access;

namespace Prunella.Server.Tests;

/// <summary>Who may approve is refused or heard, and bad input is told what is wrong with it.</summary>
public sealed class ApprovalRouteTests
{
    private const string Approve = "/v1/fleets/default/remediations/i1.r1/approve";

    [Fact]
    public async Task Only_owners_and_approvers_are_heard()
    {
        await using var healer = await RunningHealer.StartAsync();
        async Task<HttpStatusCode> By(Role role)
        {
            using var answer = await healer.PostAsync(role, Approve, new { plan = "00" });
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Forbidden, await By(Role.Operator));
        Assert.Equal(HttpStatusCode.Forbidden, await By(Role.Reader));
        Assert.Equal(HttpStatusCode.NotFound, await By(Role.Approver));
        Assert.Equal(HttpStatusCode.NotFound, await By(Role.Owner));
    }

    [Theory]
    [InlineData("remediations/nonsense/approve", "ids look like i7.r2", HttpStatusCode.NotFound)]
    [InlineData("remediations/i1.r1/approve", "names the plan", HttpStatusCode.BadRequest)]
    [InlineData("remediations/i1.r1/deny", "says why", HttpStatusCode.BadRequest)]
    [InlineData("incidents/i1/remediations", "names a recipe", HttpStatusCode.BadRequest)]
    public async Task What_is_missing_is_told(string path, string told, HttpStatusCode status)
    {
        await using var healer = await RunningHealer.StartAsync();

        using var answer = await healer.PostAsync(Role.Owner, "/v1/fleets/default/" + path, new { });

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(told, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
