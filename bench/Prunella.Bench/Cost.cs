using System.Diagnostics;

namespace Prunella.Bench;

/// <summary>What a piece of work cost: processor time, time on the wall, memory allocated.</summary>
/// <remarks>
/// Processor time is that of the whole process, so the collector's threads are in it; it is what a core has to
/// give, whoever else wants it, and so the figure that a busy machine spoils least. Memory is that of
/// the calling thread.
/// </remarks>
/// <param name="CpuNanos">Processor time, user and system.</param>
/// <param name="WallNanos">Time on the wall.</param>
/// <param name="Bytes">Allocated by the calling thread.</param>
internal readonly record struct Cost(double CpuNanos, double WallNanos, double Bytes)
{
    public static Cost operator +(Cost a, Cost b) =>
        new(a.CpuNanos + b.CpuNanos, a.WallNanos + b.WallNanos, a.Bytes + b.Bytes);

    /// <summary>Does the work, synchronously, and tells what it cost.</summary>
    public static Cost Of(Action work)
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var cpu = Environment.CpuUsage.TotalTime;
        var wall = Stopwatch.GetTimestamp();
        work();
        var elapsed = Stopwatch.GetElapsedTime(wall);
        return new Cost(
            (Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds,
            elapsed.TotalNanoseconds,
            GC.GetAllocatedBytesForCurrentThread() - bytes);
    }
}
