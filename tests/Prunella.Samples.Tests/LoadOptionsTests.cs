using Prunella.Samples.Load;

namespace Prunella.Samples.Tests;

/// <summary>A wrong argument is refused, never guessed at.</summary>
public sealed class LoadOptionsTests
{
    private const string Right = "--target http://127.0.0.1:1/checkout --method POST --rate 120 --out f";

    [Fact]
    public void Reads_what_the_demo_says()
    {
        var options = LoadOptions.Parse((Right + " --also http://127.0.0.1:1/buy --max-seconds 60").Split(' '));

        Assert.NotNull(options);
        Assert.Equal(("/checkout", "POST", 120), (options.Target.AbsolutePath, options.Method.Method, options.Rate));
        Assert.Equal(("/buy", "f", 60.0), (options.Also?.AbsolutePath, options.Out, options.Longest.TotalSeconds));
    }

    [Fact]
    public void Runs_for_an_hour_at_most_unless_told_otherwise() =>
        Assert.Equal(3600, LoadOptions.Parse(Right.Split(' '))?.Longest.TotalSeconds);

    [Theory]
    [InlineData("")]
    [InlineData("--target http://127.0.0.1:1/ --out f")]
    [InlineData("--target http://127.0.0.1:1/ --rate 10")]
    [InlineData("--rate 10 --out f")]
    [InlineData("--target nowhere --rate 10 --out f")]
    [InlineData("--target file:///etc/passwd --rate 10 --out f")]
    [InlineData(Right + " --rate 0")]
    [InlineData(Right + " --rate 5001")]
    [InlineData(Right + " --also nowhere")]
    [InlineData(Right + " --max-seconds soon")]
    [InlineData(Right + " --unknown 1")]
    [InlineData(Right + " --also")]
    public void Refuses_what_is_missing_unknown_or_out_of_range(string arguments) =>
        Assert.Null(LoadOptions.Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
