using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

using Prunella.Runtime.Access;

namespace Prunella.Server.Tests;

/// <summary>Who may tell of a deploy, and what is refused with what words.</summary>
public sealed class DeployRouteTests
{
    private const string Route = "/v1/fleets/default/deploys";

    [Fact]
    public async Task A_reader_may_not_tell_of_a_deploy()
    {
        await using var healer = await RunningHealer.StartAsync();

        using var answer = await healer.PostAsync(Role.Reader, Route, new { service = "checkout", version = "1" });

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task What_is_no_service_or_no_version_is_refused_with_what_would_be_right()
    {
        await using var healer = await RunningHealer.StartAsync();

        using (var answer = await healer.PostAsync(Role.Operator, Route, new { service = "checkout", version = "1" }))
        {
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Contains("There is no service 'checkout'", await DetailAsync(answer), StringComparison.Ordinal);
        }
        foreach (var version in (string?[])[null, "", "a\u0007", new string('1', 121)])
        {
            using var answer = await healer.PostAsync(Role.Operator, Route, new { service = "checkout", version });
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("1 to 120 characters", await DetailAsync(answer), StringComparison.Ordinal);
        }
    }

    private static async Task<string> DetailAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("detail").GetString()!;
}
