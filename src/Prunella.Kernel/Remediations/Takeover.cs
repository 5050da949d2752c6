using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;

namespace Prunella.Kernel.Remediations;

/// <summary>A loop begins, perhaps where another one died: what was begun is read and finished, what is held is held on.</summary>
/// <remarks>
/// Temporary changes are said again first, under the new epoch: targets count their leases from the last word, and the new
/// overlay hub knows nothing until it is told. Orders to processes are acts, so there the target is read.
/// </remarks>
internal static class Takeover
{
    private const long Second = 1_000_000_000;

    public static void Begin(Deliberation d, LoopStarted started)
    {
        d.Emit(new EpochOpened(started.JournalBirth, started.Epoch, d.At));
        foreach (var id in d.State.Remediations.Keys.ToArray()) Resume(d, id);
    }

    private static void Resume(Deliberation d, string id)
    {
        var r = d.State.Remediations[id];
        switch (r.State)
        {
            case RemediationState.RollingBack or RemediationState.Returning:
                Steps.Revert(d, id);
                Reverting.Conclude(d, id);
                d.Wake(d.At + Second, "return/" + id);
                return;
            case RemediationState.Unknown:
                if (r.Orders.FirstOrDefault(o => o.Outcome == OutcomeKind.Unknown) is { } unknown) d.Want(new ObserveTarget(unknown.Order));
                return;
        }
        var open = r.Orders.Where(o => o.Outcome is null && !o.Superseded && o.Reverts.Length == 0).ToArray();
        Steps.Renew(d, id);
        foreach (var act in open.Where(o => !Remediation.IsTemporary(o.Order.Verb))) Orders.BecomeUnknown(d, d.State.Remediations[id], act);
        if (d.State.Remediations[id] is { State: RemediationState.Verifying, Request: { } request })
        {
            d.Want(new Verify(request));
            d.Wake(Math.Max(d.At, request.DeadlineUnixNanos) + Second, "verify/" + id);
        }
    }
}
