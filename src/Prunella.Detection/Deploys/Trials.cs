using Prunella.Contracts;
using Prunella.Detection.Baselines;

namespace Prunella.Detection.Deploys;

/// <summary>Levels that may be learnt anew because something was begun anew, on trial: what was usual is put by, and
/// comes back when the service turns out to be unhealthy.</summary>
/// <remarks>
/// After a deploy the mean of the next ten minutes is what is expected of a level, as after any restart of a process;
/// that would make a bad version's level the normal one. So for half an hour the 256 bytes from before are kept, and
/// the first breach of the service takes the series back to them: then it is judged as if there had been no deploy. At
/// most ten thousand series are on trial at once (2.6 MB); others are not learnt anew at all. A memory that is saved
/// in that time is the one from before: a healer that restarts judges by that one, or begins another trial where it was
/// too long ago.
/// </remarks>
internal sealed class Trials(FleetSeries fleet)
{
    public const long Lasts = 1_800_000_000_000;
    private const int Most = 10_000;
    private readonly SortedDictionary<int, (ServiceId Service, long From, byte[] Before)> _trials = [];

    /// <summary>Learns a level anew, on trial; one that is on trial goes on with what was before it.</summary>
    public void Begin(int series, ServiceId service, long at)
    {
        if (_trials.Count >= Most && !_trials.ContainsKey(series)) return;
        var before = _trials.TryGetValue(series, out var running) ? running.Before : fleet.Save(series).ToArray();
        _trials[series] = (service, at, before);
        fleet.Renew(series);
    }

    /// <summary>Ends what has lasted, and takes back what is of a service that is unhealthy since.</summary>
    /// <param name="isBadSince">Whether a service breaches since a time.</param>
    /// <param name="at">Now, Unix nanoseconds.</param>
    public void Judge(Func<ServiceId, long, bool> isBadSince, long at)
    {
        if (_trials.Count == 0) return;
        foreach (var (series, (service, from, before)) in _trials.ToArray())
        {
            if (isBadSince(service, from)) fleet.Restore(series, before);
            else if (at - from < Lasts) continue;
            _trials.Remove(series);
        }
    }

    /// <summary>What a series' memory was before its trial; null when it is on none.</summary>
    public byte[]? Before(int series) => _trials.TryGetValue(series, out var trial) ? trial.Before : null;

    /// <summary>The series is no more.</summary>
    public void Drop(int series) => _trials.Remove(series);
}
