using System.Net;
using System.Net.Sockets;

namespace Prunella.EndToEnd.Tests;

/// <summary>What is wrong at a start is told once, clearly, with an exit code that says so.</summary>
// Each of these runs a whole shop on two cores: one collection, so one at a time.
[Collection("shop")]
public sealed class BadStartTests : IDisposable
{
    private static readonly Dictionary<string, string> None = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("prunella-start-").FullName;

    [Fact]
    public async Task A_broken_document_is_told_with_its_place()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "a.yaml"), "apiVersion: prunella/v1\nkind: Service\nmetadata: { name: x }\nspec:\n  stat: none\n  protected: maybe\n", TestContext.Current.CancellationToken);

        var (code, output) = await Programs.RunAsync(Programs.Prunella, None, "up", "-c", _folder, "--data", Path.Combine(_folder, "data"));

        Assert.Equal(2, code);
        Assert.Contains("a.yaml:5:3: spec.stat", output, StringComparison.Ordinal);
        Assert.Contains("a.yaml:6:3: spec.protected 'maybe'", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_told()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await File.WriteAllTextAsync(Path.Combine(_folder, "a.yaml"), $"apiVersion: prunella/v1\nkind: Fleet\nmetadata: {{ name: default }}\nspec: {{ listen: {{ api: 127.0.0.1:{port} }} }}\n", TestContext.Current.CancellationToken);

        var (code, output) = await Programs.RunAsync(Programs.Prunella, None, "up", "-c", _folder, "--data", Path.Combine(_folder, "data"));

        Assert.Equal(3, code);
        Assert.Contains($"127.0.0.1:{port}", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_one_is_told()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "a.yaml"), "apiVersion: prunella/v1\nkind: Fleet\nmetadata: { name: default }\nspec: {}\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "file"), "", TestContext.Current.CancellationToken);

        var (code, output) = await Programs.RunAsync(Programs.Prunella, None, "up", "-c", _folder, "--data", Path.Combine(_folder, "file"));

        Assert.Equal(3, code);
        Assert.Contains(Path.Combine(_folder, "file"), output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
