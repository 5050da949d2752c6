using Prunella.Runtime.Views;

namespace Prunella.Runtime.Tests.Views;

/// <summary>People are told what somebody should do something about, and nothing when all is well.</summary>
public sealed class ShedTextTests
{
    [Fact]
    public void What_is_ordinary_is_not_told() =>
        Assert.Empty(ShedText.Lines([new ShedCount("baseline", 9, ShedCause.Ordinary)]));

    [Fact]
    public void The_healers_doing_and_the_senders_are_told_apart() =>
        Assert.Equal(
            [
                "Less was seen than was sent: rate_limit 500, spans.queue-full 20 since the start.",
                "To be mended at a sender: malformed 3 since the start.",
            ],
            ShedText.Lines(
            [
                new ShedCount("rate_limit", 500), new ShedCount("spans.queue-full", 20),
                new ShedCount("malformed", 3, ShedCause.Sender),
            ]));
}
