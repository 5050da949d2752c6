using System.Text.Json;

using Prunella.Runtime.Access;
using Prunella.Runtime.Configuration;
using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Loop;
using Prunella.Runtime.Ports;
using Prunella.Runtime.Processes;
using Prunella.Runtime.Wire;
using Prunella.Server;
using Prunella.Storage.Sqlite;

const int wrongUsage = 2;
const int unusable = 3;

if (HealerOptions.Parse(args, out var problem) is not { } options)
{
    await Console.Error.WriteLineAsync($"{problem} {HealerOptions.Usage}");
    return wrongUsage;
}
var read = ConfigurationReader.Read(options.Config, Environment.GetEnvironmentVariable);
foreach (var error in read.Errors) await Console.Error.WriteLineAsync(error.ToString());
foreach (var warning in read.Warnings) await Console.Error.WriteLineAsync("warning: " + warning);
if (read.Configuration is not { } configuration) return wrongUsage;

var folder = new HealerFolder(options.Data);
try
{
    folder.Create();
    var tokens = new TokenFile(folder, TimeProvider.System);
    tokens.EnsureBuiltIn();
    var journal = SqliteJournal.Open(folder.Journal);
    await using var app = HealerApp.Build(configuration, folder, journal, tokens);
    var fleet = app.Services.GetRequiredService<FleetHost>();
    var logger = app.Services.GetRequiredService<ILogger<FleetHost>>();
    await fleet.StartAsync(logger, CancellationToken.None);
    await app.StartAsync();
    var api = new Uri($"http://{configuration.Listen.Api}");
    HealerFolder.WriteWhole(folder.Address,
        JsonSerializer.Serialize(new HealerAddress(1, ProcessIdentity.Self(), api, fleet.Id), WireJson.Options));
    ServerLog.Ready(logger, api, configuration.Listen.OtlpGrpc.ToString(), configuration.Listen.OtlpHttp.ToString(),
        folder.Root);
    var stopped = app.WaitForShutdownAsync();
    var ended = await Task.WhenAny(stopped, fleet.Loop.Ended) == fleet.Loop.Ended;
    // The page and the brake's view stay up when the loop is gone, so that a person can see why.
    if (ended) ServerLog.LoopEnded(logger, fleet.Loop.Phase.ToString());
    await stopped;
    await fleet.StopAsync();
    File.Delete(folder.Address);
    return fleet.Loop.Phase == LoopPhase.Stopped ? 0 : unusable;
}
catch (Exception e) when (e is StorageUnusableException or JournalCorruptException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync("The healer cannot start: " + e.Message);
    return unusable;
}
catch (IOException e)
{
    await Console.Error.WriteLineAsync(
        $"The healer cannot start: {e.Message} Its addresses are {configuration.Listen.Api}, {configuration.Listen.OtlpGrpc} and {configuration.Listen.OtlpHttp}: end what holds them, or change listen in {options.Config}; its data folder is {folder.Root}.");
    return unusable;
}
