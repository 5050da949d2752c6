using Prunella.Contracts;
using Prunella.Kernel.Recipes;

namespace Prunella.Runtime.Tests.Configuration;

/// <summary>A shift is read with its doses, acts on what it can, and a wrong one is told with its place.</summary>
public sealed class ShiftDocumentTests
{
    private const string Rest = "lease: 1m, disruption: low";

    [Theory]
    [InlineData("{}", 100, 2000, 1000, 5)]
    [InlineData("{ from: suspect, start: 5%, grow: 1.5x, max: 60%, look: 20s }", 50, 1500, 600, 20)]
    public void Is_read_with_its_doses(string shift, int start, int grow, int most, int look)
    {
        using var documents = new Documents();

        var result = documents.With("Recipe", "r", $"for: {{ fault: [ zone-degraded ] }}, target: zone, steps: [ {{ shift: {shift} }} ], {Rest}").Read();

        Assert.Empty(result.Errors);
        var step = Assert.Single(result.Configuration!.Policies.Recipes.Single(r => r.Name == "r").Steps);
        Assert.Equal((Verb.Shift, (long)start), (step.Verb, step.Amount));
        Assert.Equal(new Dose(start, grow, most, look * 1_000_000_000L), step.Dose);
    }

    [Theory]
    [InlineData("shift: { start: 50%, max: 40% }", "zone", "is less than the first dose")]
    [InlineData("shift: { grow: 1x }", "zone", "is out of range")]
    [InlineData("shift: { grow: 2 }", "zone", "is no factor")]
    [InlineData("shift: { grow: 2.55x }", "zone", "is no factor")]
    [InlineData("shift: { from: everybody }", "zone", "is not known here")]
    [InlineData("shift: { start: 0.5% }", "zone", "is out of range")]
    [InlineData("shift: {}", "route", "does not fit the steps")]
    [InlineData("eject: suspect", "zone", "does not fit the steps")]
    [InlineData("shift: {} }, { eject: suspect", "instance", "go on after a shift")]
    public void Is_refused_with_its_place(string steps, string target, string problem)
    {
        using var documents = new Documents();

        var errors = documents.With("Recipe", "r", $"for: {{ fault: [ slow ] }}, target: {target}, steps: [ {{ {steps} }} ], {Rest}").Read().Errors;

        Assert.Contains(errors, e => e.Problem.StartsWith(problem, StringComparison.Ordinal) && e.Line > 0);
    }
}
