namespace Prunella.Contracts.Tests;

/// <summary>The text form of a subject is its key everywhere, so it must read back to the same subject.</summary>
public sealed class SubjectTests
{
    [Theory]
    [InlineData("service/checkout", SubjectKind.Service, "checkout")]
    [InlineData("service/shop.checkout", SubjectKind.Service, "shop.checkout")]
    [InlineData("instance/checkout/checkout-2", SubjectKind.Instance, "checkout")]
    [InlineData("dependency/checkout>payments", SubjectKind.Dependency, "payments")]
    [InlineData("zone/checkout/eu-central-1a", SubjectKind.Zone, "checkout")]
    [InlineData("region/checkout/eu/central", SubjectKind.Region, "checkout")]
    public void Reads_back_what_it_writes(string text, SubjectKind kind, string service)
    {
        var subject = Subject.Parse(text);

        Assert.Equal(kind, subject.Kind);
        Assert.Equal(text, subject.ToString());
        Assert.Equal(service, subject.Service.ToString());
    }

    [Theory]
    [InlineData("checkout")]
    [InlineData("instance/checkout")]
    [InlineData("dependency/checkout")]
    [InlineData("zone/z1")]
    [InlineData("zone/z1/")]
    [InlineData("region//z1")]
    public void Refuses_what_is_no_subject(string text) =>
        Assert.Throws<FormatException>(() => Subject.Parse(text));

    [Theory]
    [InlineData("zone/checkout/z1", true)]
    [InlineData("zone/checkout/z2", false)]
    [InlineData("zone/payments/z1", false)]
    [InlineData("region/checkout/west", true)]
    [InlineData("region/checkout/z1", false)]
    [InlineData("instance/checkout/c-1", true)]
    [InlineData("instance/checkout/c-2", false)]
    [InlineData("service/checkout", true)]
    [InlineData("dependency/shop>checkout", false)]
    public void Holds_its_own_instances(string subject, bool holds) => Assert.Equal(
        holds, Subject.Parse(subject).Holds(InstanceId.Parse("checkout/c-1"), new Place("west", "z1", "")));

    [Fact]
    public void Series_ids_do_not_run_together() =>
        Assert.NotEqual(SeriesId.Of("ab", "c"), SeriesId.Of("a", "bc"));
}
