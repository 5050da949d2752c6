using Prunella.Cli.Tour;

namespace Prunella.Cli.Tests;

/// <summary>The load file is read while it is being written: nothing is lost, nothing is read twice.</summary>
public sealed class LoadReadingsTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void A_half_written_line_waits_for_its_rest()
    {
        var readings = new LoadReadings(_path);
        File.AppendAllText(_path, Line(1) + Line(2)[..10]);
        readings.Refresh();
        Assert.Equal([1L], readings.Buckets.Select(b => b.At));

        File.AppendAllText(_path, Line(2)[10..]);
        readings.Refresh();
        Assert.Equal([1L, 2L], readings.Buckets.Select(b => b.At));
    }

    [Fact]
    public void A_missing_file_is_no_load_yet()
    {
        var readings = new LoadReadings(_path + ".none");

        readings.Refresh();

        Assert.Empty(readings.Buckets);
    }

    public void Dispose() => File.Delete(_path);

    private static string Line(long at) => $$"""{"at":{{at}},"sent":10,"good":9,"degraded":1,"failed":0,"late":1,"p50Ms":3}""" + "\n";
}
