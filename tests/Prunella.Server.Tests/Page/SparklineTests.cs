using System.Text;
using System.Xml.Linq;

using Prunella.Contracts;
using Prunella.Runtime.Ports;
using Prunella.Server.Page;

namespace Prunella.Server.Tests.Page;

/// <summary>A drawing shows peaks, gaps and trouble, says the same in words, and stays a drawing whatever the
/// names in it are.</summary>
public sealed class SparklineTests
{
    private const long Until = 1_000_000;
    private static readonly Subject Checkout = Subject.Parse("instance/checkout/checkout-1");

    [Fact]
    public void A_peak_of_one_second_is_not_averaged_away()
    {
        var svg = Draw(Latency(-3, 0.010), Latency(-2, 0.400), Latency(-1, 0.010), Latency(0, 0.010));

        // Four seconds in two points: the first near the top, the second near the foot.
        Assert.Equal("M117 5.4L119 18.7", Line(svg));
    }

    [Fact]
    public void A_gap_stays_a_gap_and_a_lonely_point_is_seen() =>
        Assert.Equal("M99 5.4h0M117 5.4L119 5.4", Line(Draw(Latency(-50, 0.2), Latency(-5, 0.2), Latency(0, 0.2))));

    [Fact]
    public void Noise_looks_like_noise() =>
        Assert.Equal("M119 17.3h0", Line(Draw(new SignalReading(Checkout, SignalKind.Errors, "x", Until, 0.001, 0, Health.Healthy))));

    [Fact]
    public void Unhealthy_stretches_are_marked_at_the_foot_and_told()
    {
        var svg = Draw(Latency(-10, 0.2), Latency(-5, 3, Health.Unhealthy), Latency(0, 3, Health.Unhealthy));

        Assert.Equal("M116 22h2M118 22h2", Paths(svg).Single(p => (string?)p.Attribute("class") == "bad").Attribute("d")!.Value);
        Assert.Equal("now 3000 ms, between 200 ms and 3000 ms, expected 10 ms, unhealthy for 10 s", svg.Element("desc")!.Value);
    }

    [Fact]
    public void What_is_expected_is_drawn_where_it_lies_within_the_scale_and_does_not_stretch_it()
    {
        Assert.Contains(Paths(Draw(Latency(0, 0.02))), p => (string?)p.Attribute("class") == "expected");
        Assert.DoesNotContain(Paths(Draw(Latency(0, 0.005))), p => (string?)p.Attribute("class") == "expected");
    }

    [Fact]
    public void Without_trouble_there_is_no_mark() =>
        Assert.DoesNotContain(Paths(Draw(Latency(0, 0.2))), p => (string?)p.Attribute("class") == "bad");

    [Fact]
    public void It_has_a_name_and_a_description_that_a_reader_finds()
    {
        var svg = Draw(Latency(0, 0.2));

        Assert.Equal("img", svg.Attribute("role")!.Value);
        Assert.Equal("latency of checkout-1, last 5 minutes", svg.Element("title")!.Value);
        Assert.Equal(
            svg.Attribute("aria-labelledby")!.Value.Split(' '),
            new[] { svg.Element("title")!, svg.Element("desc")! }.Select(e => e.Attribute("id")!.Value));
    }

    [Fact]
    public void What_fell_silent_is_told() =>
        Assert.StartsWith("no reading now, ", Draw(Latency(-60, 0.2)).Element("desc")!.Value, StringComparison.Ordinal);

    [Fact]
    public void What_is_older_than_the_drawing_is_not_drawn()
    {
        var html = new StringBuilder();
        Sparkline.Draw(html, "s1", "x", [Latency(-400, 1)], Until);
        Sparkline.Draw(html, "s2", "x", [], Until);

        Assert.Equal("", html.ToString());
    }

    [Theory]
    [InlineData("</title></svg><script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("' onload='alert(1)")]
    [InlineData("]]>&lt;!--")]
    public void A_hostile_name_is_text(string name)
    {
        var svg = Draw(name, Latency(0, 0.2));

        Assert.Equal(["title", "desc", "path", "path"], svg.Elements().Select(e => e.Name.LocalName));
        Assert.Contains(name, svg.Element("title")!.Value, StringComparison.Ordinal);
        Assert.Equal(["aria-labelledby", "class", "role", "viewBox"], svg.Attributes().Select(a => a.Name.LocalName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(double.MaxValue)]
    [InlineData(-5)]
    [InlineData(0)]
    public void Any_number_stays_inside(double value)
    {
        var y = Line(Draw(Latency(0, value))).Split(' ')[1].TrimEnd('h', '0');

        Assert.InRange(double.Parse(y, System.Globalization.CultureInfo.InvariantCulture), 1.9, 19);
    }

    private static SignalReading Latency(long second, double value, Health health = Health.Healthy) =>
        new(Checkout, SignalKind.Latency, "Gateway.p99", Until + second, value, 0.010, health);

    private static XElement Draw(params SignalReading[] readings) => Draw("checkout-1", readings);

    private static XElement Draw(string of, params SignalReading[] readings)
    {
        var html = new StringBuilder();
        Sparkline.Draw(html, "s1", of, readings, Until);
        return XElement.Parse(html.ToString());
    }

    private static IEnumerable<XElement> Paths(XElement svg) => svg.Elements("path");

    private static string Line(XElement svg) => Paths(svg).Single(p => p.Attribute("class") is null).Attribute("d")!.Value;
}
