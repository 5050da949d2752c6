using Prunella.Contracts;
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
        await foreach (var record in journal.ReadAsync(fleet, 1, cancellation))
        {
            foreach (var e in codec.Decode(record).Events) book.Apply(e);
            // Closed means complete: what comes later is of other incidents.
            if (book.Closed.Count > 0 && book.Closed[^1].Id == id) break;
        }
        return book.Find(id) is { } file ? StoryTeller.Tell(file, Perception.PerceptionPicture.Empty) : null;
    }
}
