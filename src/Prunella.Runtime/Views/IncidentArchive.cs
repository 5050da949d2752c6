using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Runtime.Loop;
using Prunella.Runtime.Ports;

namespace Prunella.Runtime.Views;

/// <summary>Finds the story of an incident that is no longer in memory, by folding the journal once
/// more.</summary>
/// <remarks>Takes as long as reading the whole journal takes; one story's memory. Any
/// thread.</remarks>
public sealed class IncidentArchive(FleetId fleet, IJournal journal, IRecordCodec codec, FleetViews views)
{
    /// <summary>The story, from memory or from the journal; null when there never was such an
    /// incident.</summary>
    public async Task<IncidentStory?> FindAsync(string id, CancellationToken cancellation)
    {
        if (views.Incident(id) is { } known) return known;
        var book = new FleetBook();
        IncidentFile? closed = null;
        await foreach (var record in journal.ReadAsync(fleet, 1, cancellation))
        {
            foreach (var e in codec.Decode(record).Events)
            {
                if (closed is null) book.Apply(e);
                else MarkLater(closed, e);
            }
            closed ??= book.Closed.LastOrDefault(i => i.Id == id);
        }
        return (closed ?? book.Find(id)) is { } file
            ? StoryTeller.Tell(file, Perception.PerceptionPicture.Empty) with
            {
                Handover = HandoverTeller.Tell(file, Kernel.Policies.PolicySet.Empty, file.ClosedAt),
            }
            : null;
    }

    /// <summary>Closed means complete but for what people say of it afterwards.</summary>
    private static void MarkLater(IncidentFile closed, KernelEvent e)
    {
        if (e is IncidentMarked marked && marked.Incident == closed.Id) closed.Mark(marked);
        if (e is MarkWithdrawn withdrawn && withdrawn.Incident == closed.Id) closed.Withdraw(withdrawn);
    }
}
