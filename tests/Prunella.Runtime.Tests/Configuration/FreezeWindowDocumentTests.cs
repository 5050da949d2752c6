using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;

namespace Prunella.Runtime.Tests.Configuration;

/// <summary>Freeze windows are read in UTC, and what names no time or a wrong one is told with its place.</summary>
public sealed class FreezeWindowDocumentTests
{
    [Fact]
    public void Is_read_of_the_fleet()
    {
        using var documents = new Documents();
        var result = documents.With("Fleet", "default", "limits: { freezeWindows: [ { name: weekend, days: [ sunday, friday ], from: \"18:00\", to: \"08:00\", first: 2026-12-01, last: 2026-12-31, allow: low } ] }").Read();

        Assert.Empty(result.Errors);
        var window = Assert.Single(result.Configuration!.Policies.Fleet.FreezeWindows!);
        Assert.Equal([Weekday.Friday, Weekday.Sunday], window.Days);
        Assert.Equal((1080, 480, 20788, 20818, Disruption.Low), (window.FromMinute, window.ToMinute, window.FirstDay, window.LastDay, window.Allow));
    }

    [Theory]
    [InlineData("{ name: x }", "names no time")]
    [InlineData("{ from: \"25:00\" }", "is no time of day")]
    [InlineData("{ from: \"08:00\", to: \"08:00\" }", "is when it begins")]
    [InlineData("{ first: 2026-13-01 }", "is no date")]
    [InlineData("{ first: 2026-12-24, last: 2026-12-23 }", "is before the first day")]
    [InlineData("{ days: [ frday ] }", "is not known")]
    [InlineData("{ until: \"08:00\" }", "is not a key here")]
    public void Is_refused_with_its_place(string window, string problem)
    {
        using var documents = new Documents();

        var errors = documents.With("Fleet", "default", "limits: { freezeWindows: [ " + window + " ] }").Read().Errors;

        Assert.Contains(errors, e => e.Problem.StartsWith(problem, StringComparison.Ordinal) && e.Line > 0);
    }
}
