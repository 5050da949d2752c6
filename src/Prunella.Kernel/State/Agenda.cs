using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Incidents;

namespace Prunella.Kernel.State;

/// <summary>An open incident as the next decision has to know it before it looks at it.</summary>
/// <param name="Services">What it is about: when something is said of one of them, it is looked at.</param>
/// <param name="Due">When it is looked at although nothing was said; 0 for with every input.</param>
internal sealed record Concern(ImmutableArray<ServiceId> Services, long Due);

/// <summary>Which open incidents the next decision must look at, and when: all others would be left as they
/// are.</summary>
/// <remarks>
/// Intuition: an incident is like a letter in a tray. It is taken out when something is said of one of its services, or
/// when its time has come; to go through the whole tray with every input finds nothing else.
/// <para>
/// Derived, and never needed: without it everything is looked at, with the same decisions. It belongs to the one state
/// that its decision left behind; any event that is folded elsewhere drops it, and so does a snapshot.
/// </para>
/// </remarks>
internal sealed class Agenda
{
    private Agenda(
        ImmutableSortedDictionary<string, Concern> incidents,
        ImmutableSortedDictionary<ServiceId, ImmutableArray<string>> about,
        long firstDue,
        long transientDue)
    {
        (Incidents, About) = (incidents, about);
        (FirstDue, TransientDue) = (firstDue, transientDue);
    }

    /// <summary>The state that it belongs to, set once by <see cref="KernelState.Leave"/>: in any other it means
    /// nothing.</summary>
    public KernelState? Owner { get; private set; }

    /// <summary>Each open incident by id.</summary>
    public ImmutableSortedDictionary<string, Concern> Incidents { get; }

    /// <summary>Incidents by what they are about.</summary>
    public ImmutableSortedDictionary<ServiceId, ImmutableArray<string>> About { get; }

    /// <summary>When the first of them is due.</summary>
    public long FirstDue { get; }

    /// <summary>When the first symptom that is transient will have persisted.</summary>
    public long TransientDue { get; }

    /// <summary>After everything was looked at.</summary>
    public static Agenda Of(ImmutableSortedDictionary<string, Concern> incidents, long transientDue)
    {
        var about = ImmutableSortedDictionary.CreateBuilder<ServiceId, ImmutableArray<string>>();
        foreach (var (id, concern) in incidents)
        {
            foreach (var service in concern.Services)
                about[service] = about.TryGetValue(service, out var others) ? others.Add(id) : [id];
        }
        return new Agenda(incidents, about.ToImmutable(), FirstOf(incidents), transientDue);
    }

    /// <summary>After some were looked at, which are about the same as before.</summary>
    public Agenda With(ImmutableSortedDictionary<string, Concern> incidents, long transientDue) => new(
        incidents, About, ReferenceEquals(incidents, Incidents) ? FirstDue : FirstOf(incidents), transientDue);

    /// <summary>True when these are what it holds.</summary>
    public bool Is(ImmutableSortedDictionary<string, Concern> incidents, long transientDue) =>
        ReferenceEquals(incidents, Incidents) && transientDue == TransientDue;

    /// <summary>Says whose it is.</summary>
    public void BelongTo(KernelState state) => Owner = state;

    /// <summary>All services by which something that an incident's look depends on can be said.</summary>
    public static ImmutableArray<ServiceId> AboutOf(Incident incident, KernelState state)
    {
        var about = new SortedSet<ServiceId>(incident.Neighbourhood);
        foreach (var (_, symptom) in incident.Symptoms) about.Add(symptom.Subject.Service);
        foreach (var suspect in incident.Ranking?.Suspects ?? [])
        {
            about.Add(suspect.Subject.Service);
            if (!state.Policies.AsksOfCallees) continue;
            foreach (var edge in state.Policies.CalleesOf(suspect.Subject.Service)) about.Add(edge.Id.Callee);
        }
        foreach (var (_, remediation) in state.Remediations)
        {
            if (remediation.Incident != incident.Id) continue;
            about.Add(remediation.Target.Service);
            if (remediation.Target.Kind == SubjectKind.Dependency) about.Add(remediation.Target.Dependency.Caller);
        }
        return [.. about];
    }

    private static long FirstOf(ImmutableSortedDictionary<string, Concern> incidents)
    {
        var first = long.MaxValue;
        foreach (var (_, concern) in incidents) first = Math.Min(first, concern.Due);
        return first;
    }
}
