using Prunella.Contracts;

namespace Prunella.Diagnosis.Logs;

/// <summary>Log lines counted by severity, the last error lines of each instance, and the last warnings of instances
/// whose service is attended to.</summary>
/// <remarks>
/// The number of instances is bounded: whoever was silent longest is forgotten, and counted. Warnings are what leads up
/// to errors and far more of them are written, so they are kept only where somebody will read them; they stay until the
/// instance warns again when attention is over.
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
        public readonly Queue<LogLine> Warnings = new();
        public long LastAt;
    }

    /// <summary>Services whose warnings are kept, too.</summary>
    public IReadOnlySet<ServiceId> Attended { get; set; } = new SortedSet<ServiceId>();

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
        if (line.Severity >= LogSeverity.Error) Keep(page.Errors, line);
        else if (line.Severity == LogSeverity.Warning) Warn(page, line);
    }

    public IReadOnlyList<LogLine> Errors(InstanceId instance) =>
        _pages.TryGetValue(instance, out var page) ? [.. page.Errors] : [];

    public IReadOnlyList<LogLine> Warnings(InstanceId instance) =>
        _pages.TryGetValue(instance, out var page) ? [.. page.Warnings] : [];

    public long Count(InstanceId instance, LogSeverity severity) =>
        _pages.TryGetValue(instance, out var page) ? page.Counts[(int)severity] : 0;

    private void Warn(Page page, in LogLine line)
    {
        if (Attended.Contains(line.Instance.Service)) Keep(page.Warnings, line);
        else page.Warnings.Clear();
    }

    private static void Keep(Queue<LogLine> lines, in LogLine line)
    {
        lines.Enqueue(line);
        if (lines.Count > Kept) lines.Dequeue();
    }

    private void MakeRoom()
    {
        if (_pages.Count < mostInstances) return;
        // Sorted pages, so that of equally silent instances always the same one goes.
        _pages.Remove(_pages.MinBy(p => p.Value.LastAt).Key);
        Forgotten++;
    }
}
