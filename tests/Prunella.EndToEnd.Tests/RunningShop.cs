using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

using Prunella.Contracts;
using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Processes;
using Prunella.Runtime.Views;
using Prunella.Runtime.Wire;

namespace Prunella.EndToEnd.Tests;

/// <summary>The demo, started as a user starts it, on a data folder of its own.</summary>
public sealed class RunningShop : IAsyncLifetime
{
    private static readonly Dictionary<string, string> None = [];
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private Process? _launcher;
    private Task<string> _output = Task.FromResult("");
    private readonly List<Process> _successors = [];
    private RunMark? _run;

    public HealerFolder Folder { get; } = new(Directory.CreateTempSubdirectory("prunella-e2e-").FullName);

    public ProcessIdentity Launcher => ProcessIdentity.Of(_launcher!.Id)!;

    public async ValueTask InitializeAsync()
    {
        _launcher = Programs.Start(Programs.Prunella, None, "demo", "--data", Folder.Root, "--rate", "60");
        _output = _launcher.StandardError.ReadToEndAsync();
        _ = _launcher.StandardOutput.ReadToEndAsync();
        try
        {
            await AtRestAsync();
            _run = new RunMark(Environment()["PRUNELLA_RUN"]);
        }
        catch
        {
            // Nobody disposes of a fixture that did not come up, and its processes would go on for ever.
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_launcher is not null)
        {
            if (!_launcher.HasExited) Launcher.Send(ProcessSignal.Terminate);
            await Eventually.TrueAsync("the launcher's end", () => Task.FromResult(_launcher.HasExited));
            _launcher.Dispose();
            if (_run is not null) await _run.GoneAsync(TimeSpan.FromSeconds(15));
        }
        foreach (var successor in _successors) successor.Dispose();
        _http.Dispose();
        Directory.Delete(Folder.Root, recursive: true);
    }

    /// <summary>The healer is gone from one moment to the next; the rest goes on.</summary>
    public async Task KillHealerAsync()
    {
        var healer = Folder.FindHealer()!.Process;
        healer.Send(ProcessSignal.Kill);
        await Eventually.TrueAsync("the healer's end", () => Task.FromResult(!healer.IsAlive()));
    }

    /// <summary>Another healer takes the folder over, as a person would start it; returns once it answers under an
    /// epoch of its own.</summary>
    public async Task SucceedAsync(long epoch)
    {
        var successor = Programs.Start(
            Programs.Prunella, Environment(), "up", "-c", Programs.Documents, "--data", Folder.Root);
        _successors.Add(successor);
        // Read to the end, or it would stand still with a full pipe; it ends with the run, by its mark.
        _ = successor.StandardOutput.ReadToEndAsync();
        _ = successor.StandardError.ReadToEndAsync();
        await Eventually.TrueAsync("a successor with a higher epoch", async () =>
            await StatusAsync() is { } status && status.Epoch > epoch);
    }

    /// <summary>The living processes of an instance, recorded or not.</summary>
    public IReadOnlyList<ProcessIdentity> LivesOf(InstanceId instance) => _run!.LivesOf(instance);

    /// <summary>The orders that were carried out on an instance's process, by its record.</summary>
    public IReadOnlyList<string> CarriedOutOn(InstanceId instance) => [.. JsonElement.Parse(
        File.ReadAllText(Folder.ProcessRecord(instance))).GetProperty("orders").EnumerateArray().Select(o => o.GetString()!)];

    /// <summary>Everything is healthy, in the traffic, and nothing is open or in force.</summary>
    public Task AtRestAsync() => Eventually.TrueAsync("the shop at rest", async () =>
        await StatusAsync() is { OpenIncidents.Count: 0, Remediations.Count: 0 } status
        && status.Services.Count(s => s.Health == Health.Healthy) >= 4 && IsServedWell()
        && status.Services.SelectMany(s => s.Instances).All(i => i.Health != Health.Unhealthy && i.Out.Length == 0),
        instead: SituationAsync);

    /// <summary>Every instance's process: none may be started again unless it was broken.</summary>
    public IReadOnlyDictionary<string, int> Pids() =>
        Directory.GetFiles(Path.Combine(Folder.Root, "processes"), "*.json", SearchOption.AllDirectories).ToDictionary(
            f => Path.GetFileNameWithoutExtension(f),
            f => JsonSerializer.Deserialize<ProcessIdentity>(File.ReadAllText(f), WireJson.Options)!.Pid);

    /// <summary>For the message of a test that waited in vain.</summary>
    public async Task<string> SituationAsync()
    {
        if (await StatusAsync() is not { } status) return "no healer that answers";
        var instances = status.Services.SelectMany(s => s.Instances)
            .Select(i => $"{i.Instance.Name} {i.Health}{(i.Out.Length > 0 ? " out by " + i.Out : "")}");
        var incidents = status.OpenIncidents.Select(i => $"{i.Id} suspects {i.Suspect?.Text ?? "nobody"}");
        var remedies = status.Remediations.Select(r => $"{r.Id} {r.Recipe} on {r.Target.Text} {r.State}");
        return string.Join("; ", [$"epoch {status.Epoch}", .. instances, .. incidents, .. remedies]);
    }

    /// <summary>Every request of the last three seconds of load was good: no process is still warming up.</summary>
    private bool IsServedWell()
    {
        var path = Path.Combine(Folder.Root, "load.jsonl");
        if (!File.Exists(path)) return false;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).SkipLast(1).ToArray();
        return lines.Length >= 30 && lines[^30..].Select(l => JsonDocument.Parse(l).RootElement)
            .All(l => l.GetProperty("sent").GetInt64() == l.GetProperty("good").GetInt64());
    }

    public Task<FleetStatus?> StatusAsync() => GetAsync<FleetStatus>("status");

    public async Task<IReadOnlyList<ActionView>> ActionsAsync() => await GetAsync<IReadOnlyList<ActionView>>("actions") ?? [];

    public async Task<IncidentSummary> IncidentAsync(string what, Func<IncidentSummary, bool> which) =>
        await Eventually.SeeAsync(what, async () => (await IncidentsAsync()).FirstOrDefault(which), instead: async () =>
            string.Join("; ", (await IncidentsAsync()).Select(i => $"{i.Id} {i.Outcome}, suspects {i.Suspect?.Text ?? "nobody"}")));

    private async Task<IReadOnlyList<IncidentSummary>> IncidentsAsync() =>
        await GetAsync<IReadOnlyList<IncidentSummary>>("incidents") ?? [];

    public async Task<string> PrunellaAsync(params string[] arguments)
    {
        var (code, output) = await Programs.RunAsync(Programs.Prunella, None, [.. arguments, "--data", Folder.Root]);
        Assert.True(code is 0 or 1, $"prunella {string.Join(' ', arguments)} ended with {code}: {output}");
        return output;
    }

    public ProcessIdentity ProcessOf(string service, string instance) => JsonSerializer.Deserialize<ProcessIdentity>(
        File.ReadAllText(Folder.ProcessRecord(new InstanceId(new ServiceId(service), instance))), WireJson.Options)!;

    /// <summary>A variable of the demo's environment, read from a process that inherited it.</summary>
    public IReadOnlyDictionary<string, string> Environment()
    {
        var lines = File.ReadAllText($"/proc/{ProcessOf("catalog", "catalog-1").Pid}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return lines.Select(l => l.Split('=', 2)).Where(p => p[0].StartsWith("SHOP_", StringComparison.Ordinal) || p[0].StartsWith("PRUNELLA_", StringComparison.Ordinal))
            .Where(p => p[0] is not ("PRUNELLA_INSTANCE" or "PRUNELLA_DATA"))
            .ToDictionary(p => p[0], p => p[1]);
    }

    public async Task<JsonElement> GatewayStateAsync() =>
        await _http.GetFromJsonAsync<JsonElement>($"http://127.0.0.1:{Environment()["SHOP_PORT_GATEWAY"]}/_prunella/state");

    public async Task<int> BuyAsync()
    {
        using var answer = await _http.PostAsync(new Uri($"http://127.0.0.1:{Environment()["SHOP_PORT_GATEWAY"]}/checkout/checkout"), null);
        return (int)answer.StatusCode;
    }

    /// <summary>Asks an instance itself, past the gateway, again and again until told to hang up or until nobody is
    /// there; what comes of it is nobody's concern.</summary>
    public async Task WaitAtAsync(string portVariable, CancellationToken hangUp)
    {
        try
        {
            while (true)
            {
                using var answer = await _http.GetAsync(
                    new Uri($"http://127.0.0.1:{Environment()[portVariable]}/health"), hangUp);
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // The instance has ended, or we hung up.
        }
    }

    private async Task<T?> GetAsync<T>(string path) where T : class
    {
        if (Folder.FindHealer() is not { } healer)
        {
            Assert.False(_launcher!.HasExited, "The demo has ended: " + (_launcher.HasExited ? await _output : ""));
            return null;
        }
        try
        {
            return await _http.GetFromJsonAsync<T>(new Uri(healer.Api, $"/v1/fleets/{healer.Fleet}/{path}"), WireJson.Options);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
