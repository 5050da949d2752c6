using Prunella.Kernel.Events;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Remediations;

namespace Prunella.Cli.Policies;

/// <summary>Counts what was done while a journal is read.</summary>
internal sealed class DeedTally
{
    private readonly SortedSet<string> _policies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RemediationProposed> _proposed = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Policy, string Recipe), SortedSet<string>> _done = [];
    private readonly HashSet<string> _helped = new(StringComparer.Ordinal);
    private readonly SortedSet<(string Incident, string By)> _falseAlarms = [];
    private long _records;

    public void Take(IReadOnlyList<KernelEvent> events)
    {
        _records++;
        foreach (var e in events) Take(e);
    }

    public Deeds Deeds() => new(
        _records, _policies,
        [.. _done.Select(d => new Deed(d.Key.Policy, d.Key.Recipe, d.Value.Count, d.Value.Count(_helped.Contains)))],
        [.. _falseAlarms.Select(f => new FalseAlarm(f.Incident, f.By))]);

    private void Take(KernelEvent e)
    {
        switch (e)
        {
            case IncidentOpened opened:
                _policies.UnionWith(opened.Symptoms.Select(s => s.Objective).Where(o => o.Length > 0));
                break;
            case SymptomJoined { Symptom.Objective.Length: > 0 } joined:
                _policies.Add(joined.Symptom.Objective);
                break;
            case RemediationProposed proposed:
                _proposed[proposed.Id] = proposed;
                _policies.Add(proposed.Policy);
                break;
            case OrderIssued { Reverts.Length: 0 } issued:
                Carried(issued.Remediation);
                break;
            case RemediationMoved { To: RemediationState.Succeeded or RemediationState.Holding } moved:
                _helped.Add(moved.Id);
                break;
            default:
                Mark(e);
                break;
        }
    }

    /// <summary>Documents that are put in force after a false alarm are taken for what followed from it.</summary>
    private void Mark(KernelEvent e)
    {
        if (e is PolicySetActivated) _falseAlarms.Clear();
        if (e is MarkWithdrawn withdrawn) _falseAlarms.Remove((withdrawn.Incident, withdrawn.By));
        if (e is not IncidentMarked marked) return;
        _falseAlarms.Remove((marked.Incident, marked.By));
        if (marked.Kind == MarkKind.FalseAlarm) _falseAlarms.Add((marked.Incident, marked.By));
    }

    private void Carried(string remediation)
    {
        if (!_proposed.TryGetValue(remediation, out var of)) return;
        if (!_done.TryGetValue((of.Policy, of.Recipe), out var which))
            _done[(of.Policy, of.Recipe)] = which = new SortedSet<string>(StringComparer.Ordinal);
        which.Add(remediation);
    }
}
