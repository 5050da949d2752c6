using Prunella.Contracts;

namespace Prunella.Detection.Detectors;

/// <summary>Sees slowness before a request ends: the age of the oldest one under way, which is a
/// lower bound of its latency.</summary>
/// <remarks>
/// An instance hangs when, for two reports of one gateway in a row, its oldest request is older
/// than a second and eight times older than any peer's, and nothing that began after it has been
/// answered well since. A single request under way may be a long one, and there is nothing to
/// compare it with; it must be five seconds old. A second is forty times an ordinary answer here
/// and half the gateway's patience; eight times keeps long polls, which are long everywhere, out of
/// it. When all instances of a service (two at least) have waited a second, for three reports, the
/// service as a whole is slow.
/// </remarks>
internal sealed class InFlightDetector
{
    public const string Name = "in-flight";
    private const long Least = 1_000_000_000;
    private const long LeastForOne = 5_000_000_000;
    private const int TimesPeers = 8;
    private const int InARow = 2;
    private const int AllInARow = 3;
    private const int MostGateways = 64;
    private const long Milli = 1_000_000;

    /// <summary>The samples that tell of answers come every half second and tell of the half second
    /// before.</summary>
    private const long SampleLag = 500_000_000;
    private const long Patience = 3_000_000_000;

    private sealed class State
    {
        public DestinationState Now;
        public int InARow;
    }

    /// <summary>What one gateway says.</summary>
    private sealed class View
    {
        public long At;
        public SortedDictionary<InstanceId, State> States = [];
        public SortedDictionary<ServiceId, int> AllSlow = [];
    }

    private readonly SortedDictionary<string, View> _views = new(StringComparer.Ordinal);

    /// <summary>Some gateway's reflex holds it out of the traffic.</summary>
    public bool IsEjectedByReflex(InstanceId instance) => Has(instance, state => state.EjectedByReflex);

    /// <summary>Some gateway holds it out of the traffic, by its reflex or by order.</summary>
    public bool IsOut(InstanceId instance) => Has(instance, IsOut);

    public void Observe(GatewayReport report)
    {
        if (!_views.TryGetValue(report.Gateway, out var view))
        {
            if (_views.Count >= MostGateways) return;
            _views[report.Gateway] = view = new View();
        }
        if (report.TimeUnixNanos <= view.At) return;
        var states = new SortedDictionary<InstanceId, State>();
        foreach (var destination in report.Destinations)
        {
            var before = view.States.GetValueOrDefault(destination.Instance);
            states[destination.Instance] = new State { Now = destination, InARow = before?.InARow ?? 0 };
        }
        foreach (var (instance, state) in states)
            state.InARow = IsStuck(states, instance, state.Now) ? state.InARow + 1 : 0;
        var allSlow = new SortedDictionary<ServiceId, int>();
        foreach (var service in states.GroupBy(s => s.Key.Service))
        {
            var isSlow = IsAllSlow([.. service.Select(s => s.Value.Now)]);
            allSlow[service.Key] = isSlow ? view.AllSlow.GetValueOrDefault(service.Key) + 1 : 0;
        }
        (view.At, view.States, view.AllSlow) = (report.TimeUnixNanos, states, allSlow);
    }

    /// <summary>Says what it finds; only while reports come.</summary>
    public void Judge(Judge judge, StreamBook book, long at)
    {
        foreach (var view in _views.Values.Where(v => at - v.At <= Patience))
        {
            foreach (var (service, times) in view.AllSlow)
            {
                var evidence = new Evidence(Least / Milli, Least / Milli, 1, 0, 0, 0);
                var slow = times >= AllInARow;
                judge.Find(Finding.Of(Key(Subject.Of(service)), slow, FaultKind.Slow, Witness.Gateway, evidence), at);
            }
            foreach (var (instance, state) in view.States) JudgeInstance(judge, book, Subject.Of(instance), state, at);
        }
    }

    private static void JudgeInstance(Judge judge, StreamBook book, Subject instance, State state, long at)
    {
        var (now, stream) = (state.Now, book.Find(instance, Witness.Gateway));
        var stuck = state.InARow >= InARow && !Answers(stream, now.OldestInFlightNanos, at);
        // Nothing under way tells nothing: a hung instance that gets no traffic looks the same.
        if (!stuck && now.InFlight == 0 && IsOut(now)) return;
        var evidence = new Evidence(now.OldestInFlightNanos / Milli, Least / Milli, 1, 0, now.InFlight, 0);
        judge.Find(Finding.Of(Key(instance), stuck, FaultKind.Hang, Witness.Gateway, evidence), at);
    }

    private bool Has(InstanceId instance, Func<DestinationState, bool> what)
    {
        foreach (var view in _views.Values)
        {
            if (view.States.TryGetValue(instance, out var state) && what(state.Now)) return true;
        }
        return false;
    }

    private static VerdictKey Key(Subject subject) => new(subject, SignalKind.Latency, Name);

    /// <summary>Something was answered well that the oldest one might have been answered
    /// before.</summary>
    private static bool Answers(SignalStream? stream, long age, long at)
    {
        if (stream is null) return false;
        var answered = stream.Seconds.Recent(at, Math.Max(0, age - SampleLag));
        return answered.Total > answered.Bad;
    }

    private static bool IsOut(DestinationState state) => state.EjectedByOrder || state.EjectedByReflex;

    private static bool IsAllSlow(DestinationState[] all) =>
        all.Length > 1 && all.All(s => s.OldestInFlightNanos >= Least || IsOut(s)) && !all.All(IsOut);

    private static bool IsStuck(SortedDictionary<InstanceId, State> states, InstanceId instance, DestinationState now)
    {
        if (now.OldestInFlightNanos < (now.InFlight > 1 ? Least : LeastForOne)) return false;
        var peers = states.Where(s => s.Key.Service == instance.Service && s.Key != instance).ToArray();
        var much = now.OldestInFlightNanos / TimesPeers;
        return peers.Length > 0 && peers.All(p => p.Value.Now.OldestInFlightNanos < much);
    }
}
