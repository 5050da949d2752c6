using Prunella.Kernel.Events;
using Prunella.Kernel.Learning;
using Prunella.Runtime.Loop;
using Prunella.Runtime.Tests.Views;
using Prunella.Runtime.Tuning;
using Prunella.Runtime.Views;

namespace Prunella.Runtime.Tests.Tuning;

/// <summary>The book takes from the events what tuning rests on, and stays bounded.</summary>
public sealed class TuningBookTests
{
    [Fact]
    public void A_story_becomes_one_ended_incident_and_one_ended_remedy()
    {
        var book = Told(SomeStory.Opened().Concat(SomeStory.Renewals()).Concat(SomeStory.Closed()));

        var remedy = Assert.Single(book.Remedies);
        Assert.Equal(("eject-instance", 912, 7, Outcome.Helped), (remedy.Recipe, remedy.Probability, remedy.Renewals, remedy.Outcome));
        Assert.Equal(SomeStory.At(225) - SomeStory.At(8), remedy.HeldNanos);
        var incident = Assert.Single(book.Incidents);
        Assert.Equal(("healed", 1), (incident.Outcome, incident.Remedies));
        Assert.Equal(SomeStory.At(225) - SomeStory.At(0), incident.LastedNanos);
        Assert.Empty(book.Open);
        Assert.Empty(book.InFlight);
    }

    [Fact]
    public void It_keeps_the_last_five_hundred()
    {
        var story = SomeStory.Opened().Concat(SomeStory.Closed()).ToArray();

        var book = Told(Enumerable.Repeat(story, 510).SelectMany(s => s));

        Assert.Equal((500, 500), (book.Incidents.Count, book.Remedies.Count));
    }

    [Fact]
    public void A_snapshot_carries_it()
    {
        var views = new FleetBook();
        foreach (var e in SomeStory.Opened()) views.Apply(e);

        var read = SnapshotJson.Read(SnapshotJson.Write(new LoopSnapshot(1, Kernel.State.KernelState.Empty, views))).Views;
        foreach (var e in SomeStory.Closed()) read.Apply(e);

        Assert.Single(read.Tuning.Remedies);
        Assert.Single(read.Records);
    }

    private static TuningBook Told(IEnumerable<KernelEvent> events)
    {
        var book = new TuningBook();
        foreach (var e in events) book.Apply(e);
        return book;
    }
}
