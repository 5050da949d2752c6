using System.CommandLine;

using Prunella.Cli.Keeper;
using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Processes;

namespace Prunella.Cli.Commands;

/// <summary>Started by the demo, not by people.</summary>
internal static class KeeperCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Required = true };
        var pid = new Option<int>("--launcher") { Required = true };
        var ticks = new Option<long>("--launcher-ticks") { Required = true };
        var run = new Option<string>("--run") { Required = true };
        var command = new Command("keeper", "Ends what a demo started when its launcher ends.") { data, pid, ticks, run };
        command.Hidden = true;
        command.SetAction(async (parsed, cancellation) =>
        {
            var launcher = ProcessIdentity.Self() with
            {
                Pid = parsed.GetValue(pid),
                StartTicks = parsed.GetValue(ticks)
            };
            var processes = new RunProcesses(parsed.GetRequiredValue(run), TimeProvider.System);
            await new DemoKeeper(new HealerFolder(parsed.GetRequiredValue(data)), launcher, processes,
                TimeProvider.System)
                .RunAsync(cancellation);
            return ExitCode.Done;
        });
        return command;
    }
}
