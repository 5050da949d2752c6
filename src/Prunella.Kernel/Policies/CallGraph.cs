using System.Collections;
using System.Collections.Immutable;

using Prunella.Contracts;

namespace Prunella.Kernel.Policies;

/// <summary>Who calls whom by what documents declare, by number: for questions that lead over many calls.</summary>
internal sealed class CallGraph
{
    private readonly ImmutableSortedDictionary<ServiceId, int> _numbers;
    private readonly int[][] _callees;
    private readonly int[][] _callers;

    public CallGraph(IEnumerable<DependencyRules> dependencies)
    {
        DependencyId[] edges = [.. dependencies.Select(d => d.Id)];
        var services = edges.Select(e => e.Caller).Concat(edges.Select(e => e.Callee)).Distinct();
        _numbers = services.Select((s, i) => (s, i)).ToImmutableSortedDictionary(n => n.s, n => n.i);
        _callees = Group(edges.Select(e => (_numbers[e.Caller], _numbers[e.Callee])));
        _callers = Group(edges.Select(e => (_numbers[e.Callee], _numbers[e.Caller])));
    }

    /// <summary>Tells of other services whether they call this one or are called by it, by however many
    /// steps.</summary>
    /// <remarks>Costs a walk over all that do; none of them twice.</remarks>
    public Func<ServiceId, bool> LineOf(ServiceId service)
    {
        if (!_numbers.TryGetValue(service, out var number)) return other => other == service;
        var (below, above) = (Reached(number, _callees), Reached(number, _callers));
        return other => _numbers.TryGetValue(other, out var one) && (below[one] || above[one]);
    }

    private int[][] Group(IEnumerable<(int From, int To)> edges)
    {
        var lists = edges.ToLookup(e => e.From, e => e.To);
        return [.. Enumerable.Range(0, _numbers.Count).Select(n => lists[n].ToArray())];
    }

    private static BitArray Reached(int from, int[][] next)
    {
        var seen = new BitArray(next.Length) { [from] = true };
        var open = new Stack<int>([from]);
        while (open.TryPop(out var at))
        {
            foreach (var to in next[at])
            {
                if (seen[to]) continue;
                seen[to] = true;
                open.Push(to);
            }
        }
        return seen;
    }
}
