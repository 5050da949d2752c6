using System.Text.Json;

using Prunella.Contracts;
using Prunella.Runtime.Views;
using Prunella.Runtime.Wire;

namespace Prunella.Runtime.Tests.Wire;

/// <summary>JSON is a contract: ids in their text form, words in kebab case, newer members understood, wrong ones refused.</summary>
public sealed class WireJsonTests
{
    [Fact]
    public void An_overlay_has_its_documented_shape()
    {
        var overlay = new Overlay("edge", 3, 2, 15000,
            [new OverlayChange("b.e2.i1.r1.s1", ChangeKind.Eject, Subject.Parse("instance/checkout/checkout-2"), 0)]);

        Assert.Equal(
            """{"target":"edge","version":3,"epoch":2,"leaseMillis":15000,"changes":[{"orderId":"b.e2.i1.r1.s1","kind":"eject","subject":"instance/checkout/checkout-2","amount":0}]}""",
            JsonSerializer.Serialize(overlay, WireJson.Options));
    }

    [Fact]
    public void A_member_of_a_newer_version_is_passed_over() =>
        Assert.Equal(
            new ChangeResult("o", true, ""),
            JsonSerializer.Deserialize<ChangeResult>("""{"orderId":"o","applied":true,"detail":"","since":7}""", WireJson.Options));

    [Fact]
    public void Shed_telemetry_has_its_documented_shape() =>
        Assert.Equal(
            """{"reason":"malformed","count":3,"cause":"sender"}""",
            JsonSerializer.Serialize(new ShedCount("malformed", 3, ShedCause.Sender), WireJson.Options));

    [Fact]
    public void An_older_healer_that_names_no_cause_of_what_it_shed_is_understood() =>
        Assert.Equal(
            new ShedCount("spans.queue-full", 3),
            JsonSerializer.Deserialize<ShedCount>("""{"reason":"spans.queue-full","count":3}""", WireJson.Options));

    [Theory]
    [InlineData("\"zone/z1\"")]
    [InlineData("7")]
    [InlineData("null")]
    public void What_is_no_subject_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Subject>(json, WireJson.Options));

    [Fact]
    public void Several_witnesses_are_one_text() =>
        Assert.Equal("\"probe, gateway\"", JsonSerializer.Serialize(Witness.Probe | Witness.Gateway, WireJson.Options));
}
