using System.Diagnostics;
using System.Globalization;

namespace Prunella.Mutants;

/// <summary>Processes that run the tests with one mutant after another; one that breaks down, or cannot end a test, is
/// followed by another.</summary>
/// <param name="folder">Where the program is.</param>
/// <param name="mutants">All that are to be tried.</param>
/// <param name="kept">Those that are in what a process makes once and keeps: each gets a process of its own.</param>
internal sealed class Crew(string folder, IReadOnlyList<Mutant> mutants, IReadOnlySet<int> kept)
{
    /// <summary>Of memory, in hexadecimal bytes (1 GB): a mutant that never ends may also never have enough.</summary>
    private const string Memory = "40000000";

    private readonly Queue<Mutant> _left = new(mutants);
    private readonly SortedDictionary<int, string> _said = [];

    /// <summary>A process found its own tests failing without a mutant; then nothing said can be trusted.</summary>
    public bool IsSpoilt { get; private set; }

    /// <summary>What became of each: <c>killed TEST</c>, <c>endless TEST</c>, <c>crashed</c>, <c>survived</c> or
    /// <c>unreached</c>.</summary>
    public async Task<IReadOnlyDictionary<int, string>> RunAsync(int workers)
    {
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => WorkAsync()));
        return _said;
    }

    private async Task WorkAsync()
    {
        Process? worker = null;
        while (Next() is { } mutant)
        {
            if (kept.Contains(mutant.Id))
            {
                var alone = Begin(folder, "once");
                Say(mutant, await AskAsync(alone, mutant) ?? "crashed");
                await EndAsync(alone);
                continue;
            }
            worker ??= Begin(folder, "work");
            var answer = await AskAsync(worker, mutant);
            if (answer is null || answer.StartsWith("endless", StringComparison.Ordinal))
            {
                await EndAsync(worker);
                worker = null;
            }
            Say(mutant, answer ?? "crashed");
        }
        if (worker is not null) await EndAsync(worker);
    }

    private static async Task<string?> AskAsync(Process worker, Mutant mutant)
    {
        try
        {
            await worker.StandardInput.WriteLineAsync(mutant.Id.ToString(CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null;
        }
        return await worker.StandardOutput.ReadLineAsync();
    }

    private async Task EndAsync(Process worker)
    {
        worker.StandardInput.Close();
        await worker.WaitForExitAsync();
        if (worker.ExitCode == 3) IsSpoilt = true;
        worker.Dispose();
    }

    private Mutant? Next()
    {
        lock (_left) return _left.TryDequeue(out var next) ? next : null;
    }

    private void Say(Mutant mutant, string answer)
    {
        lock (_left)
        {
            _said[mutant.Id] = answer;
            if (Outcomes.IsAlive(answer)) Console.Error.WriteLine($"{answer}: {mutant.File}:{mutant.Line} {mutant.Change}");
            if (_said.Count % 50 == 0) Console.Error.WriteLine($"{_said.Count} of {mutants.Count}");
        }
    }

    /// <summary>Starts the program with its tests.</summary>
    public static Process Begin(string folder, string task)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "Mutants.dll"), task])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        start.Environment["PRUNELLA_LIVES"] = "200";
        start.Environment["CsCheck_Threads"] = "1";
        start.Environment["DOTNET_GCHeapHardLimit"] = Memory;
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }
}
