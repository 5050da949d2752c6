using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Runtime.Views;

namespace Prunella.Runtime.Perception;

/// <summary>Who was met where, and the error lines of whom was suspected: what views show beside
/// what the journal tells.</summary>
/// <remarks>Bounded. One writer, perception; <see cref="Picture"/> is immutable and may be read by
/// anybody at any time.</remarks>
internal sealed class SightingBook
{
    /// <summary>Instances kept; those met longest ago go first. Generous for a fleet of one
    /// kernel.</summary>
    public const int MostInstances = 5000;

    /// <summary>Suspected instances whose lines are kept, with at most 100 errors and 100 warnings of 512 characters
    /// each: 10 MB.</summary>
    public const int MostWithLines = 50;

    private readonly LinkedList<string> _byAge = [];
    private readonly Dictionary<string, LinkedListNode<string>> _nodes = new(StringComparer.Ordinal);
    private readonly List<string> _suspected = [];
    private ImmutableDictionary<string, InstanceSighting> _instances =
        ImmutableDictionary.Create<string, InstanceSighting>(StringComparer.Ordinal);

    private ImmutableDictionary<string, IReadOnlyList<LogLine>> _lines =
        ImmutableDictionary.Create<string, IReadOnlyList<LogLine>>(StringComparer.Ordinal);

    private volatile PerceptionPicture _picture = PerceptionPicture.Empty;

    public PerceptionPicture Picture => _picture;

    public void Meet(InstanceSighting sighting)
    {
        var key = sighting.Instance.ToString();
        if (_nodes.TryGetValue(key, out var node))
        {
            _byAge.Remove(node);
            _byAge.AddLast(node);
        }
        else
        {
            _nodes[key] = _byAge.AddLast(key);
        }
        if (_instances.GetValueOrDefault(key) != sighting) _instances = _instances.SetItem(key, sighting);
        if (_byAge.Count > MostInstances) Forget(_byAge.First!.Value);
    }

    public void Draw(long at, Judged judged, IJudgement judgement, IReadOnlyList<ShedCount> shed)
    {
        foreach (var suspect in judged.Rankings.SelectMany(r => r.Suspects))
        {
            foreach (var instance in InstancesOf(suspect.Subject)) KeepLines(instance, judgement);
        }
        _picture = new PerceptionPicture(at, _instances, judged.Readings, judged.Edges, _lines, shed)
        {
            Detection = Views.DetectionView.Of(judged.Report),
        };
    }

    private IEnumerable<InstanceId> InstancesOf(Subject subject) => subject.Kind == SubjectKind.Instance
        ? [subject.Instance]
        : _instances.Values.Select(s => s.Instance)
            .Where(i => i.Service == subject.Service)
            .Order()
            .Take(MostWithLines);

    private void KeepLines(InstanceId instance, IJudgement judgement)
    {
        var key = instance.ToString();
        if (judgement.ErrorLines(instance) is not { Count: > 0 } lines) return;
        _suspected.Remove(key);
        _suspected.Add(key);
        _lines = _lines.SetItem(key, [.. lines]);
        if (_suspected.Count <= MostWithLines) return;
        _lines = _lines.Remove(_suspected[0]);
        _suspected.RemoveAt(0);
    }

    private void Forget(string key)
    {
        _byAge.RemoveFirst();
        _nodes.Remove(key);
        _instances = _instances.Remove(key);
    }
}
