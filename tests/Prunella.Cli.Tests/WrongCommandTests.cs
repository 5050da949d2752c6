using Prunella.Cli.Commands;

namespace Prunella.Cli.Tests;

/// <summary>A command line that is wrong is told as such, and nothing throws.</summary>
public sealed class WrongCommandTests
{
    [Theory]
    [InlineData("demo --rate abc")]
    [InlineData("demo --rate 0")]
    [InlineData("demo --control x")]
    [InlineData("demo --quiet-run 999999")]
    [InlineData("demo --seed x")]
    [InlineData("statu")]
    [InlineData("mark i1")]
    [InlineData("mark --real")]
    [InlineData("mark i1 --real --false-alarm")]
    [InlineData("mark i1 --real --withdraw")]
    [InlineData("mark i1 --real --fault slow")]
    [InlineData("mark i1 --wrong-remedy")]
    [InlineData("mark i1 --wrong-diagnosis --fault sluggish")]
    [InlineData("mark i1 --wrong-diagnosis --suspect payments")]
    [InlineData("mark i1 --withdraw --note x")]
    [InlineData("fault inject")]
    [InlineData("detect --input x")]
    [InlineData("forecast --horizon 1h")]
    [InlineData("forecast --input x --horizon soon")]
    [InlineData("forecast --input x --horizon 0s")]
    [InlineData("forecast --input x --limit much")]
    [InlineData("policy")]
    [InlineData("policy check")]
    [InlineData("policy diff a")]
    [InlineData("policy review a --today soon")]
    public void Is_told(string line) =>
        Assert.NotEmpty(PrunellaCommand.Create().Parse(line.Split(' ')).Errors);

    [Theory]
    [InlineData("demo --rate 200 --control 20")]
    [InlineData("explain")]
    [InlineData("mark i1 --wrong-diagnosis")]
    [InlineData("mark i1 --wrong-diagnosis --suspect dependency/a>b --fault bad-deploy --note x")]
    [InlineData("mark i1 --wrong-remedy i1.r1 -o json")]
    [InlineData("explain i7")]
    [InlineData("fault clear")]
    [InlineData("forecast --input x --limit 1e9")]
    [InlineData("policy check a --strict")]
    [InlineData("policy explain a p -o json")]
    [InlineData("bench detection --nab /tmp/nab")]
    public void Is_taken(string line) => Assert.Empty(PrunellaCommand.Create().Parse(line.Split(' ')).Errors);
}
