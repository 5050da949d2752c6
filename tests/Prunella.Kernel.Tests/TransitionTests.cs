using Prunella.Kernel.Remediations;

namespace Prunella.Kernel.Tests;

/// <summary>The diagram that people read is the table that the kernel obeys.</summary>
public sealed class TransitionTests
{
    [Fact]
    public void The_diagram_is_the_table()
    {
        var drawn = File.ReadLines(Source()).Where(l => l.StartsWith("/// ", StringComparison.Ordinal) && l.Contains("->", StringComparison.Ordinal))
            .Select(l => l[4..].Split("->"))
            .ToDictionary(p => p[0].Trim(), p => p[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).ToArray());

        Assert.Equal(Enum.GetNames<RemediationState>().Order(StringComparer.Ordinal), drawn.Keys.Order(StringComparer.Ordinal));
        foreach (var (from, to) in RemediationTransitions.Legal)
            Assert.Equal(drawn[from.ToString()], to.Select(s => s.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_state_leads_to_an_end()
    {
        foreach (var state in Enum.GetValues<RemediationState>())
        {
            var seen = new SortedSet<RemediationState> { state };
            var open = new Queue<RemediationState>(seen);
            while (open.TryDequeue(out var at))
            {
                foreach (var next in RemediationTransitions.Legal[at].Where(seen.Add)) open.Enqueue(next);
            }
            Assert.Contains(seen, RemediationTransitions.IsFinal);
        }
    }

    private static string Source()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Prunella.slnx"))) folder = folder.Parent;
        return Path.Combine(folder.FullName, "src", "Prunella.Kernel", "Remediations", "RemediationTransitions.cs");
    }
}
