namespace Prunella.Contracts.Tests;

/// <summary>The table of verbs is whole, and what it says of one verb fits together.</summary>
public sealed class VerbTableTests
{
    [Fact]
    public void Every_verb_has_its_row_in_its_place() =>
        Assert.Equal(Enum.GetValues<Verb>(), VerbTable.All.Select(f => f.Verb));

    [Fact]
    public void A_verb_keeps_its_number()
    {
        // What trust was earned with is known by a hash over these numbers: new verbs come at the end.
        Verb[] shipped = [Verb.Eject, Verb.Weight, Verb.OpenBreaker, Verb.ServeFallback, Verb.Restart, Verb.Start, Verb.Stop, Verb.Scale, Verb.Page];

        Assert.Equal(Enumerable.Range(0, 9), shipped.Select(v => (int)v));
    }

    [Fact]
    public void What_is_no_verb_has_no_facts() => Assert.Throws<ArgumentOutOfRangeException>(() => ((Verb)1000).Facts());

    [Fact]
    public void Amounts_have_a_unit_and_a_range_or_neither() => Assert.All(VerbTable.All, f =>
    {
        if (f.Unit == AmountUnit.None) Assert.Equal((0, 0), (f.Least, f.Most));
        else Assert.InRange(f.Least, 0, f.Most - 1);
    });

    [Fact]
    public void Whatever_undoes_a_verb_acts_on_the_same_kind_of_thing() => Assert.All(
        VerbTable.All.Where(f => f.Opposite is not null), f => Assert.Equal(f.On, f.Opposite!.Value.Facts().On));

    [Theory]
    [InlineData(Verb.Eject, true, true)]
    [InlineData(Verb.Restart, false, true)]
    [InlineData(Verb.Page, false, true)]
    [InlineData(Verb.ScaleOut, false, false)]
    [InlineData(Verb.LimitRetries, true, false)]
    public void Knows_what_is_temporary_and_what_this_version_can_do(Verb verb, bool isTemporary, bool isPresent) =>
        Assert.Equal((isTemporary, isPresent), (verb.Facts().IsTemporary, verb.Facts().IsPresent));
}
