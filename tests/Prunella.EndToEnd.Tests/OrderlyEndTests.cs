using System.Net;
using System.Net.Sockets;

using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Processes;

namespace Prunella.EndToEnd.Tests;

/// <summary>A service manager ends the command it started; what that command started ends with it.</summary>
// Each of these runs a whole shop on two cores: one collection, so one at a time.
[Collection("shop")]
public sealed class OrderlyEndTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prunella-end-").FullName;

    [Fact]
    public async Task The_healer_ends_with_its_command_when_that_gets_SIGTERM()
    {
        var data = new HealerFolder(Path.Combine(_folder, "data"));
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "a.yaml"),
            "apiVersion: prunella/v1\nkind: Fleet\nmetadata: { name: default }\nspec: { listen: { "
            + string.Join(", ", FreeAddresses("api", "otlpGrpc", "otlpHttp")) + " } }\n",
            TestContext.Current.CancellationToken);
        using var command = Programs.Start(Programs.Prunella, new Dictionary<string, string>(), "up", "-c", _folder, "--data", data.Root);
        var said = command.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = command.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var healer = await Eventually.SeeAsync(
            "the healer's address in its folder", () => Task.FromResult(command.HasExited ? null : data.FindHealer()),
            instead: async () => command.HasExited ? await said + await errors : "nothing");

        ProcessIdentity.Of(command.Id)!.Send(ProcessSignal.Terminate);

        await command.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await errors);
        Assert.Equal(0, command.ExitCode);
        Assert.False(healer.Process.IsAlive(), $"The healer {healer.Process.Pid} outlived its command.");
    }

    private static string[] FreeAddresses(params string[] listeners)
    {
        TcpListener[] held = [.. listeners.Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (var listener in held) listener.Start();
        string[] free = [.. listeners.Zip(held, (name, listener) => $"{name}: {listener.LocalEndpoint}")];
        foreach (var listener in held) listener.Dispose();
        return free;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
