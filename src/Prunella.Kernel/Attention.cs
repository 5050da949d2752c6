using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Incidents;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.State;

namespace Prunella.Kernel;

/// <summary>What a decision looks at: all that is open, or only what its input touches and what is due.</summary>
/// <remarks>
/// The rule that makes both the same: whatever a look depends on is either said of one of the incident's services; or
/// it changes with time, and then a wake-up was asked for or the time named (<see cref="Deliberation.LookAgain"/>); or
/// it is everybody's (policies, brakes, silences, what is under way, spent, learnt), and then everything is looked at:
/// in what is left of this decision and once more in the next one. What is being carried out is looked at with every
/// input.
/// </remarks>
internal sealed class Attention(Agenda? agenda)
{
    /// <summary>In the order of their ids; made when the first incident is touched, because most inputs touch none, and
    /// complete before the first look.</summary>
    private List<string>? _touched;
    private SortedDictionary<string, long>? _dues;
    private string _at = "";
    private long _transientDue = agenda?.TransientDue ?? long.MaxValue;
    private bool _isOpen;
    private bool _isNews;

    /// <summary>Everything that is open is looked at.</summary>
    public bool Everything { get; private set; } = agenda is null;

    /// <summary>Symptoms that are transient are looked at.</summary>
    public bool Transients { get; private set; } = agenda is null;

    /// <summary>Nothing that is open is touched or due.</summary>
    public bool IsNothing => !Everything && !Transients && _touched is null;

    /// <summary>The input is noted; now what it touches and what is due is known.</summary>
    public void Open(Stamped input, KernelState state)
    {
        _isOpen = true;
        Everything |= !IsOfItsSubjects(input.Body) || Storms.IsDue(state, input.At);
        Transients |= Everything || input.At >= _transientDue;
        if (Everything || input.At < agenda!.FirstDue) return;
        foreach (var (id, concern) in agenda.Incidents)
        {
            if (concern.Due <= input.At) Mark(id);
        }
    }

    /// <summary>Looks at open incidents in the order of their ids; from where it learns that everything is to be looked
    /// at, at all that follow.</summary>
    public void Each(Deliberation d, Action<Deliberation, string> look)
    {
        var open = d.State.Incidents;
        var last = "";
        if (!Everything && _touched is not null)
        {
            foreach (var id in _touched)
            {
                if (!open.ContainsKey(id)) continue;
                Look(d, id, look);
                last = id;
                if (Everything) break;
            }
        }
        if (!Everything) return;
        foreach (var (id, _) in open)
        {
            if (string.CompareOrdinal(id, last) > 0) Look(d, id, look);
        }
    }

    /// <summary>Whether an incident is looked at; if so, the times that are named from here on are its own.</summary>
    public bool Begin(string incident)
    {
        if (!Everything && !IsTouched(incident)) return false;
        _at = incident;
        return true;
    }

    /// <summary>Transient symptoms are looked at: the times that are named from here on are theirs.</summary>
    public void BeginTransients() => (_at, _transientDue) = ("", long.MaxValue);

    /// <summary>When what is being looked at may be another matter without a word from anybody.</summary>
    public void Until(long due)
    {
        if (_at.Length == 0) _transientDue = Math.Min(_transientDue, due);
        else Due(_at, due);
    }

    /// <summary>Something became true: whom does it touch?</summary>
    public void See(KernelState before, KernelEvent @event, KernelState after)
    {
        switch (@event)
        {
            case VerdictNoted e: SeeVerdict(before, e.Verdict, after); break;
            case CoverageNoted e: Touch(e.Coverage.Subject.Service); break;
            case ReflexEjected e: Touch(Subject.Of(e.Instance).Service); break;
            case ReflexRestored e: Touch(Subject.Of(e.Instance).Service); break;
            case RankingsNoted: SeeRankings(before.Rankings, after.Rankings); break;
            case CanariesChecked: break;
            default:
                if (IncidentOf(@event, after) is { } own) TouchIncident(own);
                else News();
                break;
        }
    }

    /// <summary>The incident that an event is of, where it concerns no other; null where it may.</summary>
    private static string? IncidentOf(KernelEvent @event, KernelState state) => @event switch
    {
        NothingDone e => e.Incident,
        RemediesWeighed e => e.Incident,
        IncidentEscalated e => e.Incident,
        VerificationNoted e => IncidentOf(e.Remediation, state),
        VerificationAsked e => IncidentOf(e.Remediation, state),
        OrderIssued e => IncidentOf(e.Remediation, state),
        OrderSettled e => IncidentOf(e.Remediation, state),
        _ => null,
    };

    private static string? IncidentOf(string remediation, KernelState state) =>
        state.Remediations.TryGetValue(remediation, out var r) ? r.Incident : null;

    /// <summary>What the next decision is to look at; null for everything.</summary>
    public Agenda? Next(KernelState state)
    {
        // In the shadow another set weighs everything as well, by rules of its own.
        if (_isNews || state.Staged is { Stage: Policies.PolicyStage.Shadow }) return null;
        if (Everything) return All(state) is { } all ? Agenda.Of(all, _transientDue) : null;
        var incidents = agenda!.Incidents;
        foreach (var id in _touched ?? [])
        {
            if (incidents[id] is var before && before.Due != DueOf(id))
                incidents = incidents.SetItem(id, before with { Due = DueOf(id) });
        }
        return agenda.Is(incidents, _transientDue) && ReferenceEquals(agenda.Owner, state)
            ? agenda
            : agenda.With(incidents, _transientDue);
    }

    private void Look(Deliberation d, string id, Action<Deliberation, string> look)
    {
        _at = id;
        look(d, id);
    }

    private void News() => Everything = Transients = _isNews = true;

    /// <summary>What is said again in other numbers touches nobody: no look reads how sure a detector is, or by
    /// what.</summary>
    private void SeeVerdict(KernelState before, Verdict verdict, KernelState after)
    {
        if (agenda?.About.ContainsKey(verdict.Subject.Service) == true && !IsSaidAgain(before, verdict))
            Touch(verdict.Subject.Service);
        Transients |= !ReferenceEquals(before.Transient, after.Transient);
        var (was, now) = (before.CountZones().Suspected, after.CountZones().Suspected);
        if (was != now && !was.SequenceEqual(now)) News();
    }

    private static bool IsSaidAgain(KernelState before, Verdict verdict) =>
        before.VerdictsOn(verdict.Subject).Like(verdict) is { } was
        && was.Health == verdict.Health && was.Positive == verdict.Positive && was.Fault == verdict.Fault
        && was.Witnesses == verdict.Witnesses && was.SinceUnixNanos == verdict.SinceUnixNanos;

    /// <summary>What is the same at the beginning and at the end is left out: the change lies between.</summary>
    private void SeeRankings(ImmutableArray<SuspectRanking> before, ImmutableArray<SuspectRanking> after)
    {
        var (first, last) = (0, 0);
        var least = Math.Min(before.Length, after.Length);
        while (first < least && IsSame(before[first], after[first])) first++;
        while (last < least - first && IsSame(before[^(last + 1)], after[^(last + 1)])) last++;
        for (var i = first; i < before.Length - last; i++) Touch(before[i].Neighbourhood);
        for (var i = first; i < after.Length - last; i++) Touch(after[i].Neighbourhood);
    }

    private static bool IsSame(SuspectRanking a, SuspectRanking b) => ReferenceEquals(a, b)
        || a.Abstained == b.Abstained && a.Suspects.SequenceEqual(b.Suspects) && a.Victims.SequenceEqual(b.Victims)
        && a.Neighbourhood.SequenceEqual(b.Neighbourhood);

    private void Touch(IReadOnlyList<ServiceId> services)
    {
        foreach (var service in services) Touch(service);
    }

    private void Touch(ServiceId service)
    {
        if (agenda is null || !agenda.About.TryGetValue(service, out var incidents)) return;
        foreach (var id in incidents) Mark(id);
    }

    /// <summary>What an incident was told of itself while it was looked at is looked at once more.</summary>
    private void TouchIncident(string id)
    {
        if (_isOpen) Due(id, 0);
        else if (agenda?.Incidents.ContainsKey(id) == true) Mark(id);
    }

    private bool IsTouched(string id) => _touched?.BinarySearch(id, StringComparer.Ordinal) >= 0;

    private void Mark(string id)
    {
        _touched ??= [];
        var place = _touched.BinarySearch(id, StringComparer.Ordinal);
        if (place < 0) _touched.Insert(~place, id);
    }

    private void Due(string id, long due)
    {
        _dues ??= new SortedDictionary<string, long>(StringComparer.Ordinal);
        _dues[id] = Math.Min(DueOf(id), due);
    }

    private long DueOf(string id) => _dues?.GetValueOrDefault(id, long.MaxValue) ?? long.MaxValue;

    /// <summary>Null when something is under way for an incident that is not open.</summary>
    private ImmutableSortedDictionary<string, Concern>? All(KernelState state)
    {
        var all = Ordered.Map<Concern>().ToBuilder();
        foreach (var (id, incident) in state.Incidents)
            all.Add(id, new Concern(Agenda.AboutOf(incident, state), DueOf(id)));
        foreach (var (_, remediation) in state.Remediations)
        {
            if (!all.ContainsKey(remediation.Incident)) return null;
        }
        return all.ToImmutable();
    }

    /// <summary>Reports and answers are of what they name; whoever commands something is told of everything.</summary>
    private static bool IsOfItsSubjects(KernelInput input) => input switch
    {
        VerdictsReported or RankingsReported or GatewayReported or VerificationReported or OrderAnswered
            or TargetObserved => true,
        // These two act on the wake-up itself, not on the time.
        WokeUp woke => woke.Key != Guardrails.Canaries.Key
            && !woke.Key.StartsWith(Remediations.Reading.KeyPrefix, StringComparison.Ordinal),
        _ => false,
    };
}
