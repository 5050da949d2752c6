using System.Globalization;

using Prunella.Runtime.Processes;

namespace Prunella.Bench.Healer;

/// <summary>How long the healer takes to its first answer, and what it holds while nothing happens.</summary>
/// <remarks>
/// Each round is a new process on a new data folder, from the start of <c>prunella up</c> to the first status over
/// HTTP. Memory is resident memory (<c>VmRSS</c>) after a minute in which it only probes ten instances.
/// </remarks>
internal static class HealerBench
{
    public static async Task RunAsync(BenchOptions options)
    {
        var (ready, healer, command) =
            (new Measured("start to ready", "s"), new Measured("idle: healer", "MB"), new Measured("idle: prunella up", "MB"));
        var idle = TimeSpan.FromSeconds(options.Of(60, 1));
        await using var probed = new ProbeTargets();
        for (var round = -1; round < options.Rounds; round++)
        {
            var data = Directory.CreateTempSubdirectory("prunella-bench-").FullName;
            try
            {
                var (running, took) = await RunningHealer.StartAsync(data, probed.Ports);
                await using (running)
                {
                    if (round < 0) continue;
                    ready.Add(took.TotalSeconds);
                    // A minute each is too long for every round; memory differs little from one to the next.
                    if (round >= 3) continue;
                    await Task.Delay(idle);
                    healer.Add(ResidentMegabytes(running.Healer));
                    command.Add(ResidentMegabytes(running.Command));
                }
            }
            finally
            {
                Directory.Delete(data, recursive: true);
            }
        }
        ready.Print();
        healer.Print();
        command.Print();
        Measured.Counted(probed.Taken, "probes answered");
    }

    private static double ResidentMegabytes(ProcessIdentity process)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Pid}/status");
        var line = File.ReadLines(path).First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line["VmRSS:".Length..^"kB".Length].Trim(), CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
