using Prunella.Contracts;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.Trust;
using Prunella.Runtime.Configuration;
using Prunella.Runtime.Tuning;

namespace Prunella.Runtime.Tests.Tuning;

/// <summary>A change is proposed when experience speaks for it, with its numbers, and not before.</summary>
public sealed class ProposalTests
{
    private const long Second = 1_000_000_000;
    private const long Now = 1_790_000_000 * Second;
    private static readonly ServiceId Checkout = new("checkout");

    [Fact]
    public void Where_most_trouble_passes_by_itself_a_longer_hold_down_is_proposed()
    {
        var passed = new[] { 2, 3, 4, 5, 6 }.Select(s => Incident(s, "cleared-by-itself", 0));
        var proposal = Only([.. passed, Incident(40, "healed", 1), Incident(50, "healed", 1)], []);

        Assert.Equal(("Policy/checkout", "spec.guardrails.holdDown", "1s", "5100ms"), (proposal.Document, proposal.Key, proposal.From, proposal.To));
        Assert.Equal("--- Policy/checkout (documents abcdef01)\n+++ Policy/checkout (proposed)\n@@ spec.guardrails.holdDown @@\n-holdDown: 1s\n+holdDown: 5100ms\n", proposal.Diff);
        Assert.Equal("5 of 7 incidents on checkout passed by themselves without a remedy, four in five of them within 5 s.", proposal.Evidence[0]);
        Assert.Equal("The other 2 would have been opened 4.1 s later.", proposal.Evidence[1]);
    }

    [Theory]
    [InlineData(4, 0, 3)]
    [InlineData(5, 6, 3)]
    [InlineData(5, 0, 70)]
    public void Too_few_or_too_long_ones_speak_for_no_hold_down(int passed, int healed, int seconds) => None(
        [.. Enumerable.Repeat(Incident(seconds, "cleared-by-itself", 0), passed), .. Enumerable.Repeat(Incident(9, "healed", 1), healed)], []);

    [Fact]
    public void What_is_no_longer_of_these_weeks_speaks_for_nothing() =>
        None([.. Enumerable.Repeat(Incident(5, "cleared-by-itself", 0) with { At = Now - 29L * 86_400 * Second }, 9)], []);

    [Fact]
    public void Another_policys_objective_speaks_for_nothing_here() => None(
        [.. Enumerable.Repeat(Incident(5, "cleared-by-itself", 0) with { Complaints = [new Complaint(Checkout, "checkout-latency")] }, 9)], []);

    [Fact]
    public void Where_changes_are_held_for_long_a_longer_lease_is_proposed()
    {
        var proposal = Only([], [.. new[] { 500, 600, 900 }.Select(s => Remedy(Outcome.Helped, 900) with { HeldNanos = s * Second, Renewals = s / 15 })]);

        Assert.Equal(("Recipe/eject", "spec.lease", "30s", "2m"), (proposal.Document, proposal.Key, proposal.From, proposal.To));
        Assert.Equal("It was held 3 times, half of them for 10 min and longer, and renewed 133 times in all.", proposal.Evidence[0]);
    }

    [Fact]
    public void A_lease_is_never_proposed_beyond_half_of_the_longest_hold()
    {
        var proposal = Only([], [.. Enumerable.Repeat(Remedy(Outcome.Helped, 900) with { HeldNanos = 100_000 * Second }, 3)]);

        Assert.Equal("15m", proposal.To);
    }

    [Fact]
    public void Where_it_fails_on_unlikely_suspects_a_higher_threshold_is_proposed()
    {
        EndedRemedy[] remedies =
        [
            .. new[] { 410, 440, 520, 540 }.Select(p => Remedy(Outcome.NoEffect, p)),
            .. new[] { 610, 700, 800, 900 }.Select(p => Remedy(Outcome.Helped, p)),
        ];
        var proposal = Only([], remedies);

        Assert.Equal(("Recipe/eject", "spec.for.confidence", "40%", "55%"), (proposal.Document, proposal.Key, proposal.From, proposal.To));
        Assert.Equal("On suspects less than 55.0 % likely it helped in 0 of 4 cases, on likelier ones in 4 of 4.", proposal.Evidence[0]);
    }

    [Fact]
    public void Where_it_helps_on_unlikely_suspects_too_no_threshold_is_proposed() => None(
        [], [.. Enumerable.Range(40, 20).Select(p => Remedy(p % 3 == 0 ? Outcome.NoEffect : Outcome.Helped, p * 10))]);

    [Fact]
    public void A_remedy_further_down_that_helps_clearly_more_is_proposed_for_an_earlier_place()
    {
        var proposal = Assert.Single(Proposals.Of(Seen([], [], [Standing("eject", 380, 6), Standing("weigh", 620, 5)]), Hash));

        Assert.Equal(("spec.remedies", "[ eject, weigh ]", "[ weigh, eject ]"), (proposal.Key, proposal.From, proposal.To));
    }

    [Theory]
    [InlineData(560, 6, 5)]
    [InlineData(380, 2, 5)]
    [InlineData(380, 6, 2)]
    public void Little_difference_or_little_experience_speaks_for_no_other_order(int bound, int outcomes, int others) =>
        Assert.Empty(Proposals.Of(Seen([], [], [Standing("eject", bound, outcomes), Standing("weigh", 620, others)]), Hash));

    [Fact]
    public void The_same_proposal_has_the_same_id_and_another_one_under_other_documents()
    {
        var seen = Seen([], [], [Standing("eject", 380, 6), Standing("weigh", 620, 5)]);

        Assert.Equal(Proposals.Of(seen, Hash)[0].Id, Proposals.Of(seen, Hash)[0].Id);
        Assert.NotEqual(Proposals.Of(seen, Hash)[0].Id, Proposals.Of(seen, new string('1', 64))[0].Id);
    }

    [Theory]
    [InlineData(86_400_000_000_000, "1d")]
    [InlineData(90_000_000_000, "90s")]
    [InlineData(120_000_000_000, "2m")]
    [InlineData(1_500_000_000, "1500ms")]
    [InlineData(0, "0ms")]
    public void Durations_are_written_as_documents_read_them(long nanos, string text)
    {
        Assert.Equal(text, DocumentWords.Duration(nanos));
        Assert.Equal(nanos, DurationText.Parse(text));
    }

    [Fact]
    public void The_text_says_when_there_is_nothing_to_say() => Assert.Equal(
        "Looked at 3 ended incidents and 2 ended remedies of the last four weeks. Nothing speaks for a change.\n",
        TuningText.Render(new TuningReport(1, FleetId.Default, Now, Hash, 3, 2, [])));

    private static readonly string Hash = "abcdef01" + new string('0', 56);

    private static TuningProposal Only(IReadOnlyList<EndedIncident> incidents, IReadOnlyList<EndedRemedy> remedies) =>
        Assert.Single(Proposals.Of(Seen(incidents, remedies, []), Hash));

    private static void None(IReadOnlyList<EndedIncident> incidents, IReadOnlyList<EndedRemedy> remedies) =>
        Assert.Empty(Proposals.Of(Seen(incidents, remedies, []), Hash));

    private static Experience Seen(
        IReadOnlyList<EndedIncident> incidents, IReadOnlyList<EndedRemedy> remedies, IReadOnlyList<Standing> standings)
    {
        var book = new TuningBook { Incidents = [.. incidents], Remedies = [.. remedies] };
        return Experience.Of(book, Documents, standings, Now);
    }

    private static EndedIncident Incident(int seconds, string outcome, int remedies) =>
        new([new Complaint(Checkout, "")], seconds * Second, outcome, remedies, Now - Second);

    private static EndedRemedy Remedy(Outcome outcome, int probability) => new("eject", probability, 0, 0, outcome, Now - Second);

    private static Standing Standing(string recipe, int bound, int outcomes) => new(
        "checkout", Checkout, recipe, FaultKind.Slow, "none/medium", 800, bound, outcomes, 0, 0, Mode.Act, null, 0, 0, 0);

    private static readonly PolicySet Documents = PolicySet.Empty with
    {
        Policies =
        [
            new Policy(
                "checkout", Checkout, null, ["eject", "weigh"],
                new GuardrailRules(340, 500, 0, Second, new ActionBudget(6, 3600 * Second), Second), Mode.Act, "shop", ""),
        ],
        Recipes = [Recipe("eject"), Recipe("weigh")],
    };

    private static Recipe Recipe(string name) => new(
        name, [FaultKind.Slow], 400, RecipeTarget.Instance, [new RecipeStep(Verb.Eject, 0)], 500, 20 * Second, Second, 30 * Second,
        1800 * Second, OnHealerLoss.Lapse, Disruption.Low);
}
