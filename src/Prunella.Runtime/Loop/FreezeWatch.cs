using Prunella.Kernel.Inputs;

namespace Prunella.Runtime.Loop;

/// <summary>Tells the loop when the file <c>FREEZE</c> comes and goes.</summary>
/// <remarks>
/// Looks four times a second: the brake must be seen within one second, with room for a slow disk.
/// The dispatcher looks for itself before each effect; this watch makes the freeze known to the
/// kernel and to people.
/// </remarks>
internal sealed class FreezeWatch(Brake brake, LoopInbox inbox)
{
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private static readonly Actor File = Actor.System("freeze-file");
    private bool _told;

    /// <summary>What the kernel believes when the watch begins.</summary>
    public void Begin(bool frozen) => _told = frozen;

    /// <summary>The input that brings the kernel up to date, or null.</summary>
    public KernelInput? Look()
    {
        var why = brake.ReadFile();
        if (why is not null == _told) return null;
        _told = !_told;
        return why is not null ? new FreezeCommanded("file", why) : new UnfreezeCommanded("file");
    }

    public async Task RunAsync(TimeProvider time, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            if (Look() is { } input) await inbox.PostAsync(File, input, cancellation);
        }
    }
}
