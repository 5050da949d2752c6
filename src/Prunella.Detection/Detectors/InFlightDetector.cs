using Prunella.Contracts;

namespace Prunella.Detection.Detectors;

/// <summary>Sees slowness before a request ends: the age of the oldest one under way, which is a lower bound of
/// its latency.</summary>
/// <remarks>
/// An instance whose oldest request is older than a second, and eight times older than its peers', for two reports in a
/// row, does not answer. A second is forty times an ordinary answer here and half the gateway's patience; eight
/// times keeps long polls, which are long everywhere, out of it. One instance with a stuck request among well
/// peers is stuck; when all instances of a service (two at least) have waited a second, for three reports, the
/// service as a whole is slow.
/// </remarks>
internal sealed class InFlightDetector
{
    public const string Name = "in-flight";
    private const long Least = 1_000_000_000;
    private const int TimesPeers = 8;
    private const int InARow = 2;
    private const int AllInARow = 3;
    private const long Patience = 3_000_000_000;

    private sealed class State
    {
        public DestinationState Now;
        public int InARow;
    }

    private readonly SortedDictionary<InstanceId, State> _states = [];
    private readonly SortedDictionary<ServiceId, int> _allSlow = [];
    private long _at;

    public bool IsEjectedByReflex(InstanceId instance) =>
        _states.TryGetValue(instance, out var state) && state.Now.EjectedByReflex;

    public void Observe(GatewayReport report)
    {
        if (report.TimeUnixNanos < _at) return;
        _at = report.TimeUnixNanos;
        foreach (var destination in report.Destinations)
        {
            if (!_states.TryGetValue(destination.Instance,
                out var state)) _states[destination.Instance] = state = new State();
            state.Now = destination;
        }
        foreach (var (instance, state) in _states) state.InARow = IsStuck(instance, state.Now) ? state.InARow + 1 : 0;
        foreach (var service in _states.GroupBy(s => s.Key.Service))
        {
            var allSlow = service.Count() > 1
                && service.All(s => s.Value.Now.OldestInFlightNanos >= Least || IsOut(s.Value.Now))
                && !service.All(s => IsOut(s.Value.Now));
            _allSlow[service.Key] = allSlow ? _allSlow.GetValueOrDefault(service.Key) + 1 : 0;
        }
    }

    public void Judge(Judge judge, long at)
    {
        if (_at == 0 || at - _at > Patience) return;
        foreach (var (service, times) in _allSlow) JudgeService(judge, service, times >= AllInARow, at);
        foreach (var (instance, state) in _states)
        {
            var stuck = state.InARow >= InARow;
            // Nothing under way tells nothing: a hung instance that gets no traffic looks the same.
            if (!stuck && state.Now.InFlight == 0 && IsOut(state.Now)) continue;
            judge.Find(new Finding(
                Subject.Of(instance), SignalKind.Latency, Name, stuck ? Health.Unhealthy : Health.Healthy, 900,
                stuck ? FaultKind.Hang : FaultKind.Unknown, Witness.Gateway,
                new Evidence(state.Now.OldestInFlightNanos / 1_000_000, Least / 1_000_000, 1, 0, state.Now.InFlight, 0))
            {
                Direction = stuck ? Direction.Up : Direction.None,
            }, at);
        }
    }

    private static bool IsOut(DestinationState state) => state.EjectedByOrder || state.EjectedByReflex;

    private static void JudgeService(Judge judge, ServiceId service, bool slow, long at) => judge.Find(new Finding(
        Subject.Of(service), SignalKind.Latency, Name, slow ? Health.Unhealthy : Health.Healthy, 900,
        slow ? FaultKind.Slow : FaultKind.Unknown, Witness.Gateway,
            new Evidence(Least / 1_000_000, Least / 1_000_000, 1, 0, 0, 0))
    {
        Direction = slow ? Direction.Up : Direction.None,
    }, at);

    private bool IsStuck(InstanceId instance, DestinationState now)
    {
        if (now.OldestInFlightNanos < Least) return false;
        var peers = _states.Where(s => s.Key.Service == instance.Service && s.Key != instance).ToArray();
        return peers.Length > 0
            && peers.All(p => p.Value.Now.OldestInFlightNanos * TimesPeers < now.OldestInFlightNanos);
    }
}
