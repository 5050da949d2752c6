using Prunella.Cli.Commands;
using Prunella.Kernel.Policies;

namespace Prunella.Cli.Tests;

/// <summary>A stage is read as it is said; what is none is told with what would be.</summary>
public sealed class PolicyStageTests
{
    [Theory]
    [InlineData("shadow", PolicyStage.Shadow, 1000)]
    [InlineData("share=20%", PolicyStage.Share, 200)]
    [InlineData("share=0.1%", PolicyStage.Share, 1)]
    [InlineData("share=100%", PolicyStage.Share, 1000)]
    [InlineData("all", PolicyStage.All, 1000)]
    public void Is_read(string words, PolicyStage stage, int share) => Assert.Equal((stage, share), PolicyApplyCommand.StageOf(words));

    [Theory]
    [InlineData("")]
    [InlineData("share")]
    [InlineData("share=20")]
    [InlineData("share=0%")]
    [InlineData("share=101%")]
    [InlineData("share=-5%")]
    [InlineData("share=99999999999999999999999999%")]
    [InlineData("share=79228162514264337593543950335%")]
    public void Is_refused(string words) =>
        Assert.Equal(ExitCode.Usage, Assert.Throws<CommandFailedException>(() => PolicyApplyCommand.StageOf(words)).Code);
}
