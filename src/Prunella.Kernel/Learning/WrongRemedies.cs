using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Learning;

/// <summary>What people's marks teach of recipes: the first who calls a remedy wrong counts, and the last who takes it
/// back.</summary>
/// <remarks>
/// The recipe is taken as it is in force now: what has gone from the documents has nothing to learn any more. Trust
/// that a wrong remedy has cost does not come back when the mark is withdrawn; it has to be earned again.
/// </remarks>
internal static class WrongRemedies
{
    /// <summary>The remediations of an incident that somebody calls wrong.</summary>
    public static ImmutableSortedSet<string> Of(KernelState state, string incident) =>
        state.Marks.Where(m => m.Incident == incident && m.Kind == MarkKind.WrongRemedy).Select(m => m.Remediation)
            .ToImmutableSortedSet(StringComparer.Ordinal);

    /// <summary>After a mark was said or withdrawn.</summary>
    /// <param name="d">The decision.</param>
    /// <param name="incident">Which incident was marked.</param>
    /// <param name="before">What was called wrong before.</param>
    public static void Learn(Deliberation d, string incident, ImmutableSortedSet<string> before)
    {
        var now = Of(d.State, incident);
        foreach (var remediation in now.Except(before)) Learn(d, incident, remediation, Outcome.WrongRemedy);
        foreach (var remediation in before.Except(now)) Learn(d, incident, remediation, Outcome.MarkWithdrawn);
    }

    private static void Learn(Deliberation d, string incident, string remediation, Outcome outcome)
    {
        if (Find(d.State, incident, remediation) is { } done) Records.Learn(d, done, outcome);
    }

    private static Done? Find(KernelState state, string incident, string remediation)
    {
        if (state.Remediations.TryGetValue(remediation, out var r))
            return new Done(r.Id, r.Policy, r.Recipe, r.Fault, r.Target.Service);
        var tried = MarkFold.Remember(state, incident)?.Tried.FirstOrDefault(t => t.Remediation == remediation);
        if (tried is null) return null;
        var service = Subject.Parse(tried.Target).Service;
        if (state.Policies.Recipe(service, tried.Recipe) is not { } recipe) return null;
        var policy = state.Policies.PoliciesFor(service).FirstOrDefault(p => p.Remedies.Contains(tried.Recipe));
        return new Done(remediation, policy?.Name ?? "", recipe, tried.Fault, service);
    }
}
