using Prunella.Contracts;

namespace Prunella.Diagnosis.Logs;

/// <summary>Log lines counted by severity, and the last error lines of each instance.</summary>
/// <remarks>The number of instances is bounded: whoever was silent longest is forgotten.</remarks>
internal sealed class LogBook(int mostInstances)
{
    private const int Kept = 100;
    private readonly Dictionary<InstanceId, Page> _pages = [];

    private sealed class Page
    {
        public readonly long[] Counts = new long[5];
        public readonly Queue<LogLine> Errors = new();
        public long LastAt;
    }

    public void Add(in LogLine line)
    {
        if (!_pages.TryGetValue(line.Instance, out var page))
        {
            if (_pages.Count >= mostInstances) _pages.Remove(_pages.MinBy(p => (p.Value.LastAt, p.Key.ToString())).Key);
            _pages[line.Instance] = page = new Page();
        }
        page.Counts[(int)line.Severity]++;
        page.LastAt = Math.Max(page.LastAt, line.TimeUnixNanos);
        if (line.Severity < LogSeverity.Error) return;
        page.Errors.Enqueue(line);
        if (page.Errors.Count > Kept) page.Errors.Dequeue();
    }

    public IReadOnlyList<LogLine> Errors(InstanceId instance) => _pages.TryGetValue(instance, out var page) ? [.. page.Errors] : [];

    public long Count(InstanceId instance, LogSeverity severity) => _pages.TryGetValue(instance, out var page) ? page.Counts[(int)severity] : 0;
}
