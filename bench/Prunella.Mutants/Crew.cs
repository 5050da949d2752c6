using System.Diagnostics;
using System.Globalization;

namespace Prunella.Mutants;

/// <summary>Processes that run the tests with one mutant after another; one that gives no answer in time is ended and
/// followed by another.</summary>
internal sealed class Crew(string folder, IReadOnlyList<Mutant> mutants, TimeSpan patience)
{
    private readonly Queue<Mutant> _left = new(mutants);
    private readonly SortedDictionary<int, string> _said = [];

    /// <summary>What became of each: <c>killed TEST</c>, <c>timeout</c>, <c>survived</c> or <c>unreached</c>.</summary>
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
            worker ??= Begin(folder, "work");
            await worker.StandardInput.WriteLineAsync(mutant.Id.ToString(CultureInfo.InvariantCulture));
            string? answer;
            try
            {
                answer = await worker.StandardOutput.ReadLineAsync().WaitAsync(patience);
            }
            catch (TimeoutException)
            {
                answer = null;
            }
            if (answer is null)
            {
                worker.Kill(entireProcessTree: true);
                worker = null;
            }
            Say(mutant, answer ?? "timeout");
        }
        worker?.StandardInput.Close();
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
        start.Environment["PRUNELLA_LIVES"] = "40";
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }
}
