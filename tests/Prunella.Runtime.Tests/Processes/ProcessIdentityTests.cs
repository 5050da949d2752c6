using Prunella.Runtime.Processes;

namespace Prunella.Runtime.Tests.Processes;

/// <summary>A process id alone is used again by the next process; an identity never is.</summary>
public sealed class ProcessIdentityTests
{
    [Fact]
    public void This_process_is_alive() => Assert.True(ProcessIdentity.Self().IsAlive());

    [Fact]
    public void The_same_id_started_at_another_time_is_somebody_else()
    {
        var former = ProcessIdentity.Self() with { StartTicks = ProcessIdentity.Self().StartTicks - 1 };

        Assert.False(former.IsAlive());
        Assert.False(former.Send(ProcessSignal.Continue));
    }

    [Fact]
    public void The_same_id_in_another_boot_is_somebody_else() =>
        Assert.False((ProcessIdentity.Self() with { BootId = "another" }).IsAlive());

    [Fact]
    public void A_name_with_blanks_and_parentheses_does_not_shift_the_fields()
    {
        var stat = ProcessStat.Parse("4242 (a b) (c) T 17 1 1 0 -1 4194560 100 0 0 0 5 6 0 0 20 0 1 0 987654 1000 20");

        Assert.Equal(new ProcessStat('T', 17, 987654) { Session = 1 }, stat);
    }

    [Fact]
    public void A_zombie_is_dead() => Assert.True(new ProcessStat('Z', 1, 1).IsDead);

    [Theory]
    [InlineData("")]
    [InlineData("12 (x")]
    [InlineData("12 (x) S 1")]
    public void What_cannot_be_read_is_nobody(string text) => Assert.Null(ProcessStat.Parse(text));
}
