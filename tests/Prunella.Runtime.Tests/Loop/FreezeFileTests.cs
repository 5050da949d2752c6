using Microsoft.Extensions.Time.Testing;

using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Loop;

namespace Prunella.Runtime.Tests.Loop;

/// <summary>Keeps the promise that a file in the data folder is a brake, without API or journal, and survives restarts.</summary>
public sealed class FreezeFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Brake _brake;
    private readonly FreezeWatch _watch;

    public FreezeFileTests()
    {
        _brake = new Brake(_folder.Healer);
        _watch = new FreezeWatch(_brake, new LoopInbox(new FakeTimeProvider()));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Says_once_that_the_file_came_with_its_first_line_and_once_that_it_went()
    {
        Assert.Null(_watch.Look());
        File.WriteAllText(_folder.Healer.FreezeFile, "deploying\nsecond line");
        Assert.Equal(new FreezeCommanded("file", "deploying"), _watch.Look());
        Assert.Null(_watch.Look());
        File.Delete(_folder.Healer.FreezeFile);
        Assert.Equal(new UnfreezeCommanded("file"), _watch.Look());
        Assert.Null(_watch.Look());
    }

    [Fact]
    public void Takes_an_empty_file_for_a_freeze() =>
        Assert.Equal(new FreezeCommanded("file", ""), Touched(""));

    [Fact]
    public void Cuts_a_long_line() =>
        Assert.Equal(200, Assert.IsType<FreezeCommanded>(Touched(new string('x', 5000))).Why.Length);

    [Fact]
    public void Takes_a_folder_that_is_gone_for_a_freeze()
    {
        var brake = new Brake(new HealerFolder(Path.Combine(_folder.Healer.Root, "none")));

        Assert.Equal("frozen by the file FREEZE: the data folder cannot be found", brake.WhyFrozen());
    }

    [Fact]
    public void Takes_a_brake_that_cannot_be_read_for_a_freeze()
    {
        Directory.CreateDirectory(_folder.Healer.FreezeFile);

        Assert.Equal("frozen by the file FREEZE: the data folder or the file FREEZE cannot be read", _brake.WhyFrozen());
    }

    [Fact]
    public async Task Is_seen_within_a_second_by_a_running_loop()
    {
        await using var rig = await LoopRig.StartedAsync(new RigSetup(Folder: _folder.Healer));
        _folder.Freeze("stop");

        rig.Time.Advance(TimeSpan.FromMilliseconds(250));

        var stored = await rig.Disk.WhenStoredAsync(r => r.Input.Body is FreezeCommanded);
        Assert.Equal("stop", Assert.IsType<Frozen>(Assert.Single(stored.Events)).Why);
    }

    [Fact]
    public async Task Survives_a_restart_and_ends_when_the_file_went_meanwhile()
    {
        var disk = new MemoryDisk();
        _folder.Freeze("stop");
        await using (var rig = await LoopRig.StartedAsync(new RigSetup(disk, Folder: _folder.Healer))) Assert.NotNull(rig.Views.Status().Freeze);
        await using (var rig = await LoopRig.StartedAsync(new RigSetup(disk, Folder: _folder.Healer))) Assert.NotNull(rig.Views.Status().Freeze);
        File.Delete(_folder.Healer.FreezeFile);
        await using (var rig = await LoopRig.StartedAsync(new RigSetup(disk, Folder: _folder.Healer))) Assert.Null(rig.Views.Status().Freeze);

        Assert.Single(disk.Events.OfType<Frozen>());
        Assert.Single(disk.Events.OfType<Unfrozen>());
    }

    private KernelInput? Touched(string content)
    {
        File.WriteAllText(_folder.Healer.FreezeFile, content);
        return _watch.Look();
    }
}
