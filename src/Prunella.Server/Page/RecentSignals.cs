using Prunella.Contracts;
using Prunella.Runtime.Ports;
using Prunella.Runtime.Views;

namespace Prunella.Server.Page;

/// <summary>Fetches what the page draws from the signal history.</summary>
/// <remarks>
/// The page asks every second for each of its viewers, a drawing moves on every five seconds: so one
/// fetch serves all viewers for that long. Bounded: <see cref="MostDrawn"/> series, unhealthy
/// subjects first, then in the page's order. A history that cannot be read costs the drawings, never
/// the page. Any thread.
/// </remarks>
internal sealed class RecentSignals(ISignalHistory history) : IDisposable
{
    /// <summary>Thirty rows of three: more than a person takes in at once, and 90 short queries in
    /// five seconds.</summary>
    public const int MostDrawn = 90;

    private const long Nanos = 1_000_000_000;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private SignalStrips _last = SignalStrips.None;

    public async Task<SignalStrips> OfAsync(FleetStatus status, CancellationToken cancellation)
    {
        var until = status.AtUnixNanos / Nanos / Sparkline.SecondsPerPoint * Sparkline.SecondsPerPoint;
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_last.UntilSecond != until) _last = await FetchAsync(status, until, cancellation);
            return _last;
        }
        catch (StorageUnusableException)
        {
            return _last = SignalStrips.None with { UntilSecond = until };
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<SignalStrips> FetchAsync(FleetStatus status, long until, CancellationToken cancellation)
    {
        var wanted = status.Services.SelectMany(Rows).OrderByDescending(r => r.Health == Health.Unhealthy)
            .SelectMany(r => SignalStrips.Kinds.Select(kind => (r.Service, r.Subject, Kind: kind))).ToArray();
        var series = new Dictionary<(Subject, SignalKind), IReadOnlyList<SignalReading>>();
        foreach (var (service, subject, kind) in wanted.Take(MostDrawn))
        {
            var from = until - (Sparkline.Points - 1) * Sparkline.SecondsPerPoint;
            var found = await history.QueryAsync(new SignalQuery(subject, kind, from, until), cancellation);
            if (Choose(found, service.ReadingOf(subject, kind)) is { Length: > 0 } one)
                series[(subject, kind)] = one;
        }
        return new SignalStrips(series, until, Math.Max(0, wanted.Length - MostDrawn));
    }

    private static IEnumerable<(ServiceView Service, Subject Subject, Health Health)> Rows(ServiceView service) =>
        service.Instances.Select(i => (service, Subject.Of(i.Instance), i.Health))
            .Prepend((service, Subject.Of(service.Service), service.Health));

    /// <summary>The series behind the number that stands beside the drawing; of a subject that fell silent, the
    /// gateway's, else the first.</summary>
    private static SignalReading[] Choose(IReadOnlyList<SignalReading> found, SignalView? shown)
    {
        if (found.Count == 0) return [];
        var names = found.Select(r => r.Name).Distinct().ToArray();
        var current = shown is null ? "" : SignalRecorder.NameOf(shown.Witness, shown.Name);
        var name = names.FirstOrDefault(n => n == current)
            ?? names.FirstOrDefault(n => n.StartsWith(nameof(Witness.Gateway), StringComparison.Ordinal))
            ?? names[0];
        return [.. found.Where(r => r.Name == name)];
    }
}
