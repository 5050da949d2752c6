using System.Globalization;

namespace Prunella.Mutants;

/// <summary>Runs the tests of this program: once to know which mutants each of them meets, then with one mutant after
/// another until a test fails.</summary>
public static class Driver
{
    private const string Reached = "reach.txt";
    private const string Kept = "kept.txt";

    /// <summary>Of processor time. Longer ones are left out: the score can only be better.</summary>
    private const long LongestMillis = 1_000;

    /// <summary>What a test may take besides twenty times its measure, before the mutant is endless.</summary>
    private const long Allowance = 8_000;

    private const int Tick = 50;

    /// <summary>More mutants than there ever are.</summary>
    private const int Most = 1 << 16;

    public static int Main(string[] args) => args switch
    {
        ["reach"] => Reach(),
        ["once"] => Once(),
        _ => Work(),
    };

    private static int Reach()
    {
        List<string> lines = [];
        var (first, again) = (new bool[Most], new bool[Most]);
        foreach (var test in Case.All())
        {
            // The first run compiles and fills what is made once and kept; only the second is timed.
            Switch.Met = first;
            if (test.Run() is { } why)
            {
                // One that counts the types of its own program finds the kernel's beside them here.
                Console.WriteLine($"left out, as it fails here without any mutant: {test.Name}: {why.Split('\n')[0]}");
                continue;
            }
            var met = Switch.Met = new bool[Most];
            test.Run();
            Switch.Met = null;
            var begun = Environment.CpuUsage.TotalTime;
            test.Run();
            var millis = (long)(Environment.CpuUsage.TotalTime - begun).TotalMilliseconds;
            if (millis > LongestMillis)
            {
                Console.WriteLine($"left out, as it takes {millis} ms: {test.Name}");
                continue;
            }
            int[] ids = [.. Numbers(met)];
            foreach (var id in ids) again[id] = true;
            lines.Add($"{millis}\t{test.Name}\t{string.Join(',', ids)}");
        }
        File.WriteAllLines(Reached, lines);
        File.WriteAllLines(Kept, Numbers(first).Where(id => !again[id]).Select(id => $"{id}"));
        Console.WriteLine($"{lines.Count} tests, {lines.Sum(l => Number(l.Split('\t')[0]))} ms");
        return 0;
    }

    /// <summary>One mutant in a process of its own, on from the start: it is in what is made once and kept.</summary>
    private static int Once()
    {
        Switch.Active = int.Parse(Console.ReadLine()!, CultureInfo.InvariantCulture);
        Console.WriteLine(Try(Tests()));
        return 0;
    }

    private static int Work()
    {
        var known = Tests();
        // What is made once and kept must be made without a mutant.
        if (Failing(known) is { } spoilt) return Complain("before any mutant", spoilt);
        while (Console.ReadLine() is { } line)
        {
            Switch.Active = int.Parse(line, CultureInfo.InvariantCulture);
            var answer = Try([.. known.Where(k => k.Meets.Contains(line))]);
            Switch.Active = -1;
            Console.WriteLine(answer);
            // A test that does not end cannot be ended alone.
            if (answer.StartsWith("endless", StringComparison.Ordinal)) return 0;
        }
        return Failing(known) is { } kept ? Complain("after the last mutant, so one has left something behind", kept) : 0;
    }

    /// <summary>The quickest first.</summary>
    private static Known[] Tests()
    {
        var cases = Case.All().ToDictionary(c => c.Name, StringComparer.Ordinal);
        return
        [
            .. File.ReadAllLines(Reached).Select(l => l.Split('\t')).OrderBy(l => Number(l[0]))
                .Select(l => new Known(cases[l[1]], Number(l[0]), l[2].Split(',').ToHashSet(StringComparer.Ordinal))),
        ];
    }

    private static IEnumerable<int> Numbers(bool[] met) => Enumerable.Range(0, met.Length).Where(id => met[id]);

    private static string Try(Known[] meeting)
    {
        if (meeting.Length == 0) return "unreached";
        foreach (var one in meeting)
        {
            string? why = null;
            var runs = new Thread(() => why = one.Test.Run(), 16 << 20) { IsBackground = true };
            runs.Start();
            // Counted in ticks, not by the clock: while the machine or this process is halted, none passes.
            var ticks = (Allowance + 20 * one.Millis) / Tick;
            while (!runs.Join(Tick))
            {
                if (--ticks < 0) return "endless " + one.Test.Name;
            }
            if (why is not null) return "killed " + one.Test.Name;
        }
        return "survived";
    }

    private static string? Failing(Known[] known) => known.FirstOrDefault(k => k.Test.Run() is not null)?.Test.Name;

    private static int Complain(string when, string test)
    {
        Console.Error.WriteLine($"{test} fails {when}: what this run says of mutants is not to be trusted.");
        return 3;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Known(Case Test, long Millis, IReadOnlySet<string> Meets);
}
