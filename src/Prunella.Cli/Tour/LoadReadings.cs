using System.Text.Json;

using Prunella.Runtime.Wire;

namespace Prunella.Cli.Tour;

/// <summary>100 ms of load as the generator measured it; requests count in the bucket in which they were meant
/// to start.</summary>
/// <param name="At">Start of the bucket, Unix nanoseconds.</param>
/// <param name="Sent">Requests meant to start in it.</param>
/// <param name="Good">Answered without 5xx within 250 ms.</param>
/// <param name="Degraded">Good ones answered by a fallback.</param>
/// <param name="Failed">5xx, refused, reset, timed out or not sent.</param>
/// <param name="Late">Answered without 5xx after more than 250 ms.</param>
internal sealed record LoadBucket(long At, long Sent, long Good, long Degraded, long Failed, long Late);

/// <summary>Reads what the load generator has written so far, going on where it stopped.</summary>
internal sealed class LoadReadings(string path)
{
    private readonly List<LoadBucket> _buckets = [];
    private long _position;

    /// <summary>All buckets so far, by time.</summary>
    public IReadOnlyList<LoadBucket> Buckets => _buckets;

    public void Refresh()
    {
        if (!File.Exists(path)) return;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Position = _position;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        // The last line may be half written; it is read again next time.
        var whole = text.LastIndexOf('\n') + 1;
        foreach (var line in text[..whole].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (JsonSerializer.Deserialize<LoadBucket>(line, WireJson.Options) is { } bucket) _buckets.Add(bucket);
        }
        _position += System.Text.Encoding.UTF8.GetByteCount(text[..whole]);
    }
}
