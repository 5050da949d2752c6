using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.State;
using Prunella.Kernel.Trust;
using Prunella.Runtime.Perception;
using Prunella.Runtime.Tuning;

namespace Prunella.Runtime.Views;

/// <summary>What dashboard, command line and API read: folded from the journal's events, joined
/// with current readings when asked.</summary>
/// <remarks>
/// What is shown here of decisions is what is durable: the loop folds a record into the views after
/// it was appended, and a restart folds the same records. Safe for any number of threads.
/// </remarks>
/// <param name="fleet">Which fleet.</param>
/// <param name="picture">Perception's last picture.</param>
/// <param name="refused">What senses did not take before perception saw it; null when they count
/// nothing.</param>
public sealed class FleetViews(
    FleetId fleet, Func<PerceptionPicture> picture, Func<IReadOnlyList<ShedCount>>? refused = null)
{
    /// <summary>A page of them; the status goes out every second.</summary>
    private const int MostHandovers = 5;

    private readonly Lock _lock = new();
    private FleetBook _book = new();
    private Func<string, PolicySet> _policySets = _ => PolicySet.Empty;

    /// <summary>The fleet as it stands.</summary>
    public FleetStatus Status()
    {
        var seen = picture();
        var shed = refused?.Invoke() ?? [];
        lock (_lock)
        {
            return StatusOfFleet.Of(fleet, _book, InForce(), seen, shed) with
            {
                Handovers = Handovers(seen.AtUnixNanos),
            };
        }
    }

    /// <summary>Of the oldest open ones of which a person was told: they wait for him longest.</summary>
    private Handover[]? Handovers(long at)
    {
        Handover[] all =
        [
            .. _book.Open.Values.Where(i => i.Escalated).OrderBy(i => i.OpenedAt).Take(MostHandovers)
                .Select(i => HandoverTeller.Tell(i, InForce(), Math.Max(_book.At, at))).OfType<Handover>(),
        ];
        return all.Length > 0 ? all : null;
    }

    /// <summary>Open incidents and the last closed ones, newest first.</summary>
    public IReadOnlyList<IncidentSummary> Incidents()
    {
        lock (_lock)
        {
            var all = _book.Open.Values.Concat(_book.Closed);
            return [.. all.OrderByDescending(i => i.OpenedAt).Select(i => i.Summary())];
        }
    }

    /// <summary>The story of an incident; null when it is not in memory
    /// (<see cref="IncidentArchive"/> has it) or never was.</summary>
    public IncidentStory? Incident(string id)
    {
        var seen = picture();
        lock (_lock)
        {
            if (_book.Find(id) is not { } file) return null;
            var at = Math.Max(_book.At, seen.AtUnixNanos);
            return StoryTeller.Tell(file, seen) with { Handover = HandoverTeller.Tell(file, InForce(), at) };
        }
    }

    /// <summary>What is handed over with an incident; null when it is not in memory, or nobody was told of
    /// it.</summary>
    public Handover? HandedOver(string id)
    {
        lock (_lock) return _book.Find(id) is { } file ? HandoverTeller.Tell(file, InForce(), _book.At) : null;
    }

    /// <summary>Orders issued at or after a time, oldest first, renewals among them; at most the
    /// last 2000.</summary>
    public IReadOnlyList<ActionView> Actions(long since)
    {
        lock (_lock) return [.. _book.Actions.Where(a => a.IssuedUnixNanos >= since)];
    }

    /// <summary>Where each recipe stands.</summary>
    public TrustReport Trust()
    {
        var seen = picture();
        lock (_lock) return TrustOf(InForce(), Math.Max(_book.At, seen.AtUnixNanos));
    }

    /// <summary>Changes of documents that experience speaks for.</summary>
    public TuningReport Tuning()
    {
        var seen = picture();
        lock (_lock)
        {
            var (policies, at) = (InForce(), Math.Max(_book.At, seen.AtUnixNanos));
            var experience = Experience.Of(_book.Tuning, policies, TrustOf(policies, at).Standings, at);
            return new TuningReport(
                1, fleet, at, _book.PolicyHash, experience.Incidents.Count, experience.Remedies.Count,
                Proposals.Of(experience, _book.PolicyHash));
        }
    }

    /// <summary>Takes up a snapshot's book, before any record is folded.</summary>
    internal void Begin(FleetBook book, Func<string, PolicySet> policySets)
    {
        lock (_lock)
        {
            _book = book;
            _policySets = policySets;
        }
    }

    /// <summary>Folds a durable record.</summary>
    internal void Fold(long sequence, Stamped input, IReadOnlyList<KernelEvent> events)
    {
        lock (_lock)
        {
            foreach (var e in events) _book.Apply(e);
            _book.Sequence = sequence;
            _book.At = input.At;
        }
    }

    private PolicySet InForce() => _book.PolicyHash.Length == 0 ? PolicySet.Empty : _policySets(_book.PolicyHash);

    private TrustReport TrustOf(PolicySet policies, long at)
    {
        var state = KernelState.Empty with
        {
            Policies = new PolicyIndex(policies),
            Records = _book.Records,
            Trust = _book.Trust,
        };
        return new TrustReport(
            1, fleet, at, _book.PolicyHash, policies.Fleet.Trust ?? TrustRule.Declared, Standing.All(state, at));
    }

    /// <summary>Writes the book while nothing else touches it.</summary>
    internal T Snapshot<T>(Func<FleetBook, T> write)
    {
        lock (_lock) return write(_book);
    }
}
