using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Processes;

namespace Prunella.Bench.Healer;

/// <summary>The real <c>prunella up</c> on ports and a data folder of its own; ends what it started and nothing
/// else.</summary>
internal sealed class RunningHealer : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);
    private static readonly string[] s_ports = ["BENCH_API", "BENCH_GRPC", "BENCH_HTTP", "BENCH_GATEWAY"];
    private readonly HealerFolder _folder;
    private readonly Process _command;
    private readonly Uri _status;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    private RunningHealer(HealerFolder folder, Process command, int api)
    {
        _folder = folder;
        _command = command;
        _status = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{api}/v1/fleets/default/status"));
    }

    /// <summary>The healer's own process: the command only waits for it.</summary>
    public ProcessIdentity Healer =>
        _folder.FindHealer()?.Process ?? throw new InvalidOperationException("The healer has left no address.");

    public ProcessIdentity Command =>
        ProcessIdentity.Of(_command.Id) ?? throw new InvalidOperationException("The command has ended.");

    /// <summary>Starts it; gives it and how long it took from the start of the process to its first status.</summary>
    public static async Task<(RunningHealer Healer, TimeSpan Ready)> StartAsync(string data, IEnumerable<int> probed)
    {
        // artifacts/bin/Prunella.Bench/release/ -> artifacts/bin/Prunella.Cli/release/prunella
        var here = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        var program = Path.GetFullPath(Path.Combine(here, "..", "..", "Prunella.Cli", Path.GetFileName(here), "prunella"));
        if (!File.Exists(program)) throw new InvalidOperationException($"{program} is missing: run ./build.sh.");
        var info = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["up", "--config", Path.Combine(here, "Healer", "idle.yaml"), "--data", data])
            info.ArgumentList.Add(argument);
        var ports = FreePorts(s_ports.Length);
        var targets = probed.Select((port, i) => (Name: string.Create(CultureInfo.InvariantCulture, $"BENCH_TARGET_{i}"), port));
        foreach (var (name, port) in s_ports.Zip(ports).Concat(targets))
            info.Environment[name] = port.ToString(CultureInfo.InvariantCulture);
        var watch = Stopwatch.GetTimestamp();
        var command = Process.Start(info) ?? throw new InvalidOperationException($"{program} did not start.");
        var healer = new RunningHealer(new HealerFolder(data), command, ports[0]);
        // What it says is not needed, but a full pipe would stop it.
        command.OutputDataReceived += (_, _) => { };
        command.ErrorDataReceived += (_, _) => { };
        command.BeginOutputReadLine();
        command.BeginErrorReadLine();
        try
        {
            while (!await healer.IsReadyAsync())
            {
                if (command.HasExited || Stopwatch.GetElapsedTime(watch) > s_patience)
                    throw new InvalidOperationException("The healer does not answer; run the same command by hand and read what it says.");
                await Task.Delay(s_look);
            }
            return (healer, Stopwatch.GetElapsedTime(watch));
        }
        catch
        {
            await healer.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the healer by its own identity, then the command, which only waited for it; throws when one
    /// of them had to be killed, because then the next figures would be of a machine that is not idle.</summary>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        var healer = _folder.FindHealer()?.Process;
        var asked = (healer ?? ProcessIdentity.Of(_command.Id))?.Send(ProcessSignal.Terminate);
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            await _command.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            healer?.Send(ProcessSignal.Kill);
            _command.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"The healer did not end when it was asked to (asked: {asked}).");
        }
        finally
        {
            _command.Dispose();
        }
        if (healer?.IsAlive() == true) throw new InvalidOperationException($"The healer {healer.Pid} outlived its command.");
    }

    private async Task<bool> IsReadyAsync()
    {
        var token = _folder.TokenFile("owner");
        if (!File.Exists(token)) return false;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _status);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(token)).Trim());
            using var response = await _http.SendAsync(request);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int[] FreePorts(int count)
    {
        TcpListener[] held = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (var listener in held) listener.Start();
        int[] ports = [.. held.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (var listener in held) listener.Dispose();
        return ports;
    }
}
