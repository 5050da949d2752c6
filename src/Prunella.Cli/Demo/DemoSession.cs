using System.Diagnostics;
using System.Globalization;

using Prunella.Cli.Client;
using Prunella.Cli.Keeper;
using Prunella.Runtime.Access;
using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Processes;

namespace Prunella.Cli.Demo;

/// <summary>What a demo runs with.</summary>
/// <param name="Folder">The healer's data folder.</param>
/// <param name="Rate">Requests per second to checkout.</param>
internal sealed record DemoOptions(HealerFolder Folder, int Rate);

/// <summary>One running demo: keeper, healer (which starts the shop), gateway, load; every one a process of its
/// own.</summary>
internal sealed class DemoSession : IAsyncDisposable
{
    private readonly DemoOptions _options;
    private readonly TimeProvider _time;
    private readonly IReadOnlyDictionary<string, string> _ports = DemoPorts.Choose();
    private readonly string _run = Guid.NewGuid().ToString("N");
    private readonly List<Process> _children = [];

    private DemoSession(DemoOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
    }

    public HealerFolder Folder => _options.Folder;

    public string GatewayUrl => $"http://127.0.0.1:{_ports["SHOP_PORT_GATEWAY"]}";

    public string PageUrl => $"http://127.0.0.1:{_ports["PRUNELLA_API_PORT"]}/";

    /// <summary>What the load generator measured, one JSON line per 100 ms.</summary>
    public string LoadFile => Path.Combine(Folder.Root, "load.jsonl");

    /// <summary>Starts everything and returns when the healer answers.</summary>
    public static async Task<DemoSession> StartAsync(DemoOptions options, TimeProvider time,
        CancellationToken cancellation)
    {
        if (options.Folder.FindHealer() is { } running)
            throw new CommandFailedException(
                ExitCode.Unreachable, $"a healer runs on {options.Folder.Root} already (pid {running.Process.Pid}).",
                "name another folder with --data");
        var session = new DemoSession(options, time);
        try
        {
            session.Start();
            await session.AnswersAsync(cancellation);
            session.StartLoad();
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client of the demo's healer; null while it is away.</summary>
    public HealerClient? TryClient() => HealerClient.TryOpen(Folder);

    public async ValueTask DisposeAsync()
    {
        await new RunProcesses(_run, _time).EndAllAsync(CancellationToken.None);
        foreach (var child in _children) child.Dispose();
    }

    private void Start()
    {
        Folder.Create();
        new TokenFile(Folder, _time).EnsureBuiltIn();
        if (Directory.Exists(Folder.Faults)) Directory.Delete(Folder.Faults, recursive: true);
        Directory.CreateDirectory(Folder.Faults);
        File.Delete(LoadFile);
        var self = ProcessIdentity.Self();
        Launch(Programs.Self, "keeper",
            "keeper", "--data", Folder.Root, "--launcher", Text(self.Pid), "--launcher-ticks", Text(self.StartTicks), "--run", _run);
        Launch(Programs.Server, "healer", "--config", Programs.ShopDocuments, "--data", Folder.Root);
        Launch(Programs.Gateway, "gateway",
            "--config", Programs.ShopDocuments, "--name", "edge", "--fleet", "default",
            "--healer", $"http://127.0.0.1:{_ports["PRUNELLA_API_PORT"]}",
            "--data", Path.Combine(Folder.Root, "gateway"), "--token-file", Folder.TokenFile("target"),
            "--otlp", $"http://127.0.0.1:{_ports["PRUNELLA_OTLP_GRPC_PORT"]}");
    }

    private void StartLoad() => Launch(Programs.Load, "load",
        "--target", GatewayUrl + "/checkout/checkout", "--method", "POST", "--rate", Text(_options.Rate),
        "--also", GatewayUrl + "/storefront/buy", "--out", LoadFile);

    private void Launch(string program, string name, params string[] arguments) =>
        _children.Add(DetachedProcess.Start(new ProcessStart(
            program, arguments, Variables(), Folder.Root, Path.Combine(Folder.Logs, name + ".log"))));

    private List<KeyValuePair<string, string?>> Variables() =>
    [
        .. _ports.Select(p => new KeyValuePair<string, string?>(p.Key, p.Value)),
        new(RunProcesses.Mark, _run),
        new("SHOP_BIN", Programs.Shop),
        new("SHOP_FAULTS", Folder.Faults),
        new("SHOP_DATA", Path.Combine(Folder.Root, "shop")),
        new("PRUNELLA_SENDER_TOKEN", File.ReadAllText(Folder.TokenFile("sender")).Trim()),
        new("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer " + File.ReadAllText(Folder.TokenFile("target")).Trim()),
        new("OTEL_METRIC_EXPORT_INTERVAL", "500"),
    ];

    private async Task AnswersAsync(CancellationToken cancellation)
    {
        var start = _time.GetTimestamp();
        while (_time.GetElapsedTime(start) < TimeSpan.FromSeconds(60))
        {
            if (_children.FirstOrDefault(c => c.HasExited) is { } gone)
                throw new CommandFailedException(
                    ExitCode.Unreachable, $"a process of the demo ended at once (exit code {gone.ExitCode}).{Environment.NewLine}{LastLines()}",
                    $"read the logs in {Folder.Logs}");
            using var client = TryClient();
            if (client is not null && await ReadyAsync(client, cancellation)) return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), _time, cancellation);
        }
        throw new CommandFailedException(ExitCode.Unreachable, "the healer did not answer within 60 s.", $"read {Folder.Logs}/healer.log");
    }

    private static async Task<bool> ReadyAsync(HealerClient client, CancellationToken cancellation)
    {
        try
        {
            return (await client.StatusAsync(cancellation)).Services.Count > 0;
        }
        catch (CommandFailedException)
        {
            return false;
        }
    }

    private string LastLines() => string.Join(Environment.NewLine,
        Directory.GetFiles(Folder.Logs, "*.log").Order(StringComparer.Ordinal)
            .SelectMany(f => File.ReadLines(f).TakeLast(5).Select(l => $"  {Path.GetFileNameWithoutExtension(f)}: {l}")));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
