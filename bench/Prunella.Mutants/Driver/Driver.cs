using System.Diagnostics;
using System.Globalization;

namespace Prunella.Mutants;

/// <summary>Runs the tests of this program: once to know which mutants each of them meets, then with one mutant after
/// another until a test fails.</summary>
public static class Driver
{
    private const string File = "reach.txt";

    /// <summary>Longer ones are left out: the score is of the others, so it can only be better.</summary>
    private const long LongestMillis = 1_200;

    public static int Main(string[] args) => args is ["reach"] ? Reach() : Work();

    private static int Reach()
    {
        List<string> lines = [];
        foreach (var test in Case.All())
        {
            // The first run compiles and fills what is kept; only the second is timed.
            Switch.Met = new SortedSet<int>();
            if (test.Run() is { } why)
            {
                // One that counts the types of its own program finds the kernel's beside them here.
                Console.WriteLine($"left out, as it fails here without any mutant: {test.Name}: {why.Split('\n')[0]}");
                continue;
            }
            var met = string.Join(',', Switch.Met);
            Switch.Met = null;
            var watch = Stopwatch.StartNew();
            test.Run();
            var millis = watch.ElapsedMilliseconds;
            if (millis > LongestMillis) Console.WriteLine($"left out, as it takes {millis} ms: {test.Name}");
            else lines.Add($"{millis}\t{test.Name}\t{met}");
        }
        System.IO.File.WriteAllLines(File, lines);
        Console.WriteLine($"{lines.Count} tests, {lines.Sum(l => long.Parse(l.Split('\t')[0], CultureInfo.InvariantCulture))} ms");
        return 0;
    }

    private static int Work()
    {
        var cases = Case.All().ToDictionary(c => c.Name, StringComparer.Ordinal);
        var known = System.IO.File.ReadAllLines(File).Select(l => l.Split('\t'))
            .OrderBy(l => long.Parse(l[0], CultureInfo.InvariantCulture))
            .Select(l => (Test: cases[l[1]], Meets: l[2].Split(',').ToHashSet(StringComparer.Ordinal)))
            .ToArray();
        while (Console.ReadLine() is { } line)
        {
            var id = int.Parse(line, CultureInfo.InvariantCulture);
            var meeting = known.Where(k => k.Meets.Contains(line)).Select(k => k.Test).ToArray();
            Switch.Active = id;
            var killer = meeting.FirstOrDefault(t => t.Run() is not null);
            Switch.Active = -1;
            Console.WriteLine(killer is not null ? "killed " + killer.Name : meeting.Length > 0 ? "survived" : "unreached");
        }
        return 0;
    }
}
