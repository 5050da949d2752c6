using Prunella.Contracts;

namespace Prunella.Diagnosis.Logs;

/// <summary>Log lines counted by severity, and the last error lines of each instance.</summary>
/// <remarks>
/// The number of instances is bounded: whoever was silent longest is forgotten, and counted.
/// </remarks>
internal sealed class LogBook(int mostInstances)
{
    private const int Kept = 100;
    private static readonly int Severities = Enum.GetValues<LogSeverity>().Length;
    private readonly SortedDictionary<InstanceId, Page> _pages = [];

    private sealed class Page
    {
        public readonly long[] Counts = new long[Severities];
        public readonly Queue<LogLine> Errors = new();
        public long LastAt;
    }

    /// <summary>Instances whose lines had to go.</summary>
    public long Forgotten { get; private set; }

    public void Add(in LogLine line)
    {
        if (!_pages.TryGetValue(line.Instance, out var page))
        {
            MakeRoom();
            _pages[line.Instance] = page = new Page();
        }
        page.Counts[(int)line.Severity]++;
        page.LastAt = Math.Max(page.LastAt, line.TimeUnixNanos);
        if (line.Severity < LogSeverity.Error) return;
        page.Errors.Enqueue(line);
        if (page.Errors.Count > Kept) page.Errors.Dequeue();
    }

    public IReadOnlyList<LogLine> Errors(InstanceId instance) =>
        _pages.TryGetValue(instance, out var page) ? [.. page.Errors] : [];

    public long Count(InstanceId instance, LogSeverity severity) =>
        _pages.TryGetValue(instance, out var page) ? page.Counts[(int)severity] : 0;

    private void MakeRoom()
    {
        if (_pages.Count < mostInstances) return;
        // Sorted pages, so that of equally silent instances always the same one goes.
        _pages.Remove(_pages.MinBy(p => p.Value.LastAt).Key);
        Forgotten++;
    }
}
