using System.Text.RegularExpressions;

using Prunella.Kernel.Reasons;
using Prunella.Runtime.Views;

namespace Prunella.Runtime.Tests.Views;

/// <summary>Keeps the promise that every decision and refusal is explained in words.</summary>
public sealed partial class ReasonTextsTests
{
    [Fact]
    public void Has_a_text_for_every_code()
    {
        Assert.All(ReasonCodes.All, code => Assert.True(ReasonTexts.Knows(code), code));
    }

    [Fact]
    public void Uses_only_parameters_that_the_code_is_documented_with()
    {
        // The list of codes says each one's parameters in its summary; the documentation file lies beside the program.
        var documented = System.Xml.Linq.XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Prunella.Kernel.xml"))
            .Descendants("member")
            .Where(m => m.Attribute("name")!.Value.StartsWith("F:Prunella.Kernel.Reasons.ReasonCodes.", StringComparison.Ordinal))
            .ToDictionary(m => m.Attribute("name")!.Value.Split('.')[^1], m => m.Descendants("c").Select(c => c.Value).ToArray());
        var wrong = typeof(ReasonCodes).GetFields().Where(f => f.IsLiteral).SelectMany(f =>
            Parameter().Matches(ReasonTexts.TextOf((string)f.GetRawConstantValue()!))
                .Select(m => m.Groups[1].Value)
                .Where(name => !documented[f.Name].Contains(name))
                .Select(name => $"{f.Name}: {name}"));

        Assert.Empty(wrong);
    }

    [Fact]
    public void Says_per_mille_as_a_percentage()
    {
        Assert.Equal(
            "it helped: 17.1 % of requests were bad before, 0.3 % after",
            ReasonTexts.Say(Reason.Of(ReasonCodes.Helped, ("before", "171"), ("after", "3"))));
    }

    [Fact]
    public void Says_a_code_it_does_not_know_as_it_stands()
    {
        Assert.Equal("guardrail.moon phase=full", ReasonTexts.Say(Reason.Of("guardrail.moon", ("phase", "full"))));
    }

    [GeneratedRegex(@"\{(\w+)%?\}")]
    private static partial Regex Parameter();
}
