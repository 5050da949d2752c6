using Prunella.Contracts;

namespace Prunella.Detection.Verification;

/// <summary>The comparisons under way, and whose counts each of them takes.</summary>
/// <remarks>
/// Of each subject the witness who was asked first, because two witnesses count differently. A control that is treated
/// itself is none: the service of another comparison under way is left out of the group, before and after.
/// </remarks>
internal sealed class Comparisons(StreamBook book)
{
    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private sealed record Entry(Comparison Comparison)
    {
        public Dictionary<Subject, Witness> Witnesses { get; } = [];
    }

    /// <summary>Services whose remedies are being judged: nothing is learnt of them meanwhile.</summary>
    public IEnumerable<ServiceId> Treated => _entries.Values.Select(e => e.Comparison.Request.Subject.Service);

    /// <summary>Begins a comparison; one under the same remediation's id is forgotten.</summary>
    public void Begin(VerificationRequest request) =>
        _entries[request.Remediation] = new Entry(new Comparison(request));

    public void End(string remediation) => _entries.Remove(remediation);

    /// <summary>Answers that are other than the last ones.</summary>
    public List<VerificationResult> Answer(long at)
    {
        var answers = new List<VerificationResult>();
        foreach (var entry in _entries.Values)
        {
            var request = entry.Comparison.Request;
            if (Find(entry, request.Subject, at) is not { } treated) continue;
            var controls = Streams(entry, request.Controls, at).Where(s => !IsTreated(s.Service, entry));
            var neighbours = Streams(entry, request.Neighbours, at);
            var seen = new Seen(
                Of(treated, request),
                [.. controls.Select(s => Of(s, request))],
                [.. neighbours.Select(s => KeyValuePair.Create(s.Subject, Of(s, request)))]);
            if (entry.Comparison.Answer(seen, treated.Baseline.BadShare, at) is { } answer) answers.Add(answer);
        }
        return answers;
    }

    private bool IsTreated(ServiceId service, Entry but) =>
        _entries.Values.Any(e => e != but && e.Comparison.Request.Subject.Service == service);

    private IEnumerable<SignalStream> Streams(Entry entry, IReadOnlyList<Subject>? subjects, long at) =>
        (subjects ?? []).Select(s => Find(entry, s, at)).OfType<SignalStream>();

    private SignalStream? Find(Entry entry, Subject subject, long at)
    {
        if (entry.Witnesses.TryGetValue(subject, out var witness)) return book.Find(subject, witness);
        var preferred = book.Preferred(subject, at);
        if (preferred is not null) entry.Witnesses[subject] = preferred.Witness;
        return preferred;
    }

    private static Watched Of(SignalStream stream, VerificationRequest request) => new(
        stream.Seconds, stream.BoundOf(request.BoundMilli / 1000.0), stream.Watch.Errors.Correlation);
}
