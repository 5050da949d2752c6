using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

using Prunella.Samples.Shop.Faults;

namespace Prunella.Samples.Tests;

/// <summary>The switch follows its file within 50 ms, and a file that is not there means that nothing is wrong.</summary>
public sealed class FaultSwitchTests : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prunella-switch-");
    private readonly FakeTimeProvider _time = new();
    private readonly FaultSwitch _switch;

    public FaultSwitchTests() =>
        _switch = new FaultSwitch(Some.Settings("payments", faults: File), _time, NullLogger<FaultSwitch>.Instance);

    private string File => Path.Combine(_folder.FullName, "payments-1");

    [Fact]
    public void Without_a_file_nothing_is_wrong() => Assert.Equal(FaultPlan.None, _switch.Current());

    [Fact]
    public void A_file_that_appears_counts_from_the_next_look()
    {
        _switch.Current();
        Write("slow=400ms");
        Assert.Equal(FaultPlan.None, _switch.Current());

        _time.Advance(Look);

        Assert.Equal(400, _switch.Current().Delay.TotalMilliseconds);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_is_emptied_or_goes_ends_the_fault(bool goes)
    {
        Write("errors=20%");
        Assert.Equal(20, _switch.Current().FailPercent);

        if (goes) System.IO.File.Delete(File);
        else Write("");
        _time.Advance(Look);

        Assert.Equal(FaultPlan.None, _switch.Current());
    }

    [Fact]
    public void A_folder_in_place_of_the_file_is_no_fault()
    {
        Directory.CreateDirectory(File);

        Assert.Equal(FaultPlan.None, _switch.Current());
    }

    [Fact]
    public void A_leak_keeps_one_block_a_second_however_many_ask()
    {
        Write("leak");
        for (var i = 0; i < 100; i++)
        {
            _switch.Current();
            _time.Advance(Look);
        }

        Assert.Equal(5, _switch.LeakedBlocks);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string text) => System.IO.File.WriteAllText(File, text);
}
