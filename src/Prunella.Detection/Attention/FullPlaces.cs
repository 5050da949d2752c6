using Prunella.Contracts;

namespace Prunella.Detection.Attention;

/// <summary>Which series have one of the places on the full tier.</summary>
/// <remarks>
/// A place is held while its service is needed and for a week after: a detector is worth its memory only once it knows
/// a day, and what broke once breaks again within days. When all places are held, whoever needs one more takes that of
/// the series least needed, of those the longest ago; never that of one needed as much. Ties go by the series' id, so
/// the same asks in the same order always give the same places.
/// </remarks>
/// <param name="most">Places; fewer from now on take effect at the next allotment.</param>
internal sealed class FullPlaces(int most)
{
    public const long QuietNanos = 7 * 86_400_000_000_000;

    private sealed class Place
    {
        public Need Need;
        public long NeededAt;
    }

    private readonly Dictionary<SeriesId, Place> _held = [];

    public int Most { get; set; } = most;

    public int Count => _held.Count;

    public bool Holds(SeriesId series) => _held.ContainsKey(series);

    /// <summary>When it was last needed.</summary>
    public long NeededAt(SeriesId series) => _held[series].NeededAt;

    /// <summary>Gives a place back to a series that held it before a restart, while there is room.</summary>
    public bool Return(SeriesId series, long neededAt) =>
        _held.Count < Most && _held.TryAdd(series, new Place { NeededAt = neededAt });

    /// <summary>The series is no more.</summary>
    public void Leave(SeriesId series) => _held.Remove(series);

    /// <summary>Gives places to those who need them most.</summary>
    /// <param name="needOf">Why each of those with a place is needed.</param>
    /// <param name="wanted">All that are needed, strongest need first; read only as far as there are places.</param>
    /// <param name="at">Now, Unix nanoseconds.</param>
    /// <returns>Who lost a place, and who got one.</returns>
    public (List<SeriesId> Demoted, List<SeriesId> Promoted) Allot(
        Func<SeriesId, Need> needOf, IEnumerable<(SeriesId Series, Need Need)> wanted, long at)
    {
        foreach (var (series, place) in _held)
        {
            place.Need = needOf(series);
            if (place.Need != Need.None) place.NeededAt = at;
        }
        var leaving = new Queue<SeriesId>(_held
            .OrderBy(h => h.Value.Need).ThenBy(h => h.Value.NeededAt).ThenBy(h => h.Key.Value).Select(h => h.Key));
        var (demoted, promoted) = (new List<SeriesId>(), new List<SeriesId>());
        while (leaving.TryPeek(out var first) && (_held.Count > Most || IsOver(_held[first], at)))
            demoted.Add(Take(leaving));
        foreach (var (series, need) in wanted)
        {
            if (_held.ContainsKey(series)) continue;
            if (_held.Count >= Most)
            {
                if (!leaving.TryPeek(out var least) || _held[least].Need >= need) break;
                demoted.Add(Take(leaving));
            }
            _held[series] = new Place { Need = need, NeededAt = at };
            promoted.Add(series);
        }
        return (demoted, promoted);
    }

    private static bool IsOver(Place place, long at) => place.Need == Need.None && at - place.NeededAt > QuietNanos;

    private SeriesId Take(Queue<SeriesId> leaving)
    {
        var series = leaving.Dequeue();
        _held.Remove(series);
        return series;
    }
}
