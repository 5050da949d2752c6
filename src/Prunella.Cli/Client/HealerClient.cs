using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

using Prunella.Contracts;
using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Views;
using Prunella.Runtime.Wire;

namespace Prunella.Cli.Client;

/// <summary>Talks to a healer's HTTP API with the token that its data folder holds for the caller.</summary>
internal sealed class HealerClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _root;

    private HealerClient(HttpClient http, HealerFolder folder, FleetId fleet)
    {
        _http = http;
        _root = $"/v1/fleets/{fleet}/";
        Folder = folder;
    }

    public HealerFolder Folder { get; }

    /// <summary>Connects to the healer of a folder; fails when none runs there.</summary>
    public static HealerClient Open(HealerFolder folder) =>
        TryOpen(folder) ?? throw new CommandFailedException(
            ExitCode.Unreachable, $"no healer runs on {folder.Root}.", $"prunella up -c FOLDER --data {folder.Root}");

    /// <summary>Connects, or null when no healer runs there.</summary>
    public static HealerClient? TryOpen(HealerFolder folder)
    {
        if (folder.FindHealer() is not { } address) return null;
        var http = new HttpClient { BaseAddress = address.Api, Timeout = TimeSpan.FromSeconds(10) };
        if (ReadToken(folder) is { } token)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new HealerClient(http, folder, address.Fleet);
    }

    public Task<FleetStatus> StatusAsync(CancellationToken cancellation) => GetAsync<FleetStatus>("status", cancellation);

    public Task<IReadOnlyList<IncidentSummary>> IncidentsAsync(CancellationToken cancellation) =>
        GetAsync<IReadOnlyList<IncidentSummary>>("incidents", cancellation);

    public Task<IncidentStory> IncidentAsync(string id, CancellationToken cancellation) =>
        GetAsync<IncidentStory>("incidents/" + Uri.EscapeDataString(id), cancellation);

    public Task<IReadOnlyList<ActionView>> ActionsAsync(long sinceUnixNanos, CancellationToken cancellation) =>
        GetAsync<IReadOnlyList<ActionView>>(
            "actions?since=" + sinceUnixNanos.ToString(System.Globalization.CultureInfo.InvariantCulture), cancellation);

    public Task<AuditReport> AuditAsync(CancellationToken cancellation) => GetAsync<AuditReport>("audit", cancellation);

    public Task<CommandAnswer> PostAsync(string path, object? body, CancellationToken cancellation) =>
        SendAsync<CommandAnswer>(() =>
            _http.PostAsJsonAsync(_root + path, body ?? new { }, WireJson.Options, cancellation), cancellation);

    public Task<T> GetAsync<T>(string path, CancellationToken cancellation) =>
        SendAsync<T>(() => _http.GetAsync(new Uri(_root + path, UriKind.Relative), cancellation), cancellation);

    public void Dispose() => _http.Dispose();

    private static string? ReadToken(HealerFolder folder)
    {
        if (Environment.GetEnvironmentVariable("PRUNELLA_TOKEN") is { Length: > 0 } given) return given;
        try
        {
            return File.ReadAllText(folder.TokenFile("owner")).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task<T> SendAsync<T>(Func<Task<HttpResponseMessage>> send, CancellationToken cancellation)
    {
        try
        {
            using var response = await send();
            if (!response.IsSuccessStatusCode) throw await RefusalAsync(response, cancellation);
            return await response.Content.ReadFromJsonAsync<T>(WireJson.Options, cancellation)
                ?? throw new JsonException("The answer is empty.");
        }
        catch (HttpRequestException e)
        {
            throw new CommandFailedException(ExitCode.Unreachable, "the healer does not answer: " + e.Message, "prunella status");
        }
        catch (JsonException e)
        {
            throw new CommandFailedException(
                ExitCode.Unreachable, "the healer's answer cannot be read: " + e.Message, "use a prunella of the healer's version");
        }
    }

    private static async Task<CommandFailedException> RefusalAsync(HttpResponseMessage response,
        CancellationToken cancellation)
    {
        var detail = "";
        try
        {
            var problem = await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
            if (problem.TryGetProperty("detail", out var text)) detail = text.GetString() ?? "";
        }
        catch (JsonException)
        {
            // A refusal without a problem document still has its status.
        }
        return response.StatusCode switch
        {
            HttpStatusCode.NotFound => new CommandFailedException(
                ExitCode.Negative, detail.Length > 0 ? detail : "there is no such thing.", "prunella incidents"),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new CommandFailedException(
                ExitCode.Refused, detail.Length > 0 ? detail : "the token does not allow it.",
                "run it as the owner of the data folder, or set PRUNELLA_TOKEN"),
            HttpStatusCode.BadRequest when detail.Length > 0 => new CommandFailedException(ExitCode.Usage, detail, ""),
            HttpStatusCode.UnprocessableEntity => new CommandFailedException(ExitCode.Usage, detail, "prunella policy apply --help"),
            HttpStatusCode.Conflict => new CommandFailedException(ExitCode.Refused, detail, ""),
            _ => new CommandFailedException(
                ExitCode.Unreachable, $"the healer answered {(int)response.StatusCode}. {detail}", "prunella status"),
        };
    }
}
