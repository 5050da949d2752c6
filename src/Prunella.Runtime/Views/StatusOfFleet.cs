using Prunella.Contracts;
using Prunella.Detection;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Remediations;
using Prunella.Runtime.Perception;

namespace Prunella.Runtime.Views;

/// <summary>Joins the book with the documents and perception's picture into a status.</summary>
internal static class StatusOfFleet
{
    public static FleetStatus Of(
        FleetId fleet, FleetBook book, PolicySet policies, PerceptionPicture seen, IReadOnlyList<ShedCount> refused)
    {
        var inFlight = book.Open.Values.SelectMany(i => i.Remediations)
            .Where(r => !RemediationTransitions.IsFinal(r.State))
            .OrderBy(r => r.Proposed.At)
            .ToArray();
        return new FleetStatus(
            1,
            fleet,
            Math.Max(book.At, seen.AtUnixNanos),
            book.Epoch,
            book.Sequence,
            book.Freezes.Values.OrderBy(f => f.SinceUnixNanos).FirstOrDefault(),
            Services(book, policies, seen, inFlight),
            [.. book.Open.Values.OrderBy(i => i.OpenedAt).Select(i => i.Summary())],
            [.. inFlight.Select(r => r.View())],
            book.ActionsTotal,
            book.IncidentsTotal,
            [.. seen.Shed.Concat(refused).OrderBy(s => s.Cause).ThenBy(s => s.Reason, StringComparer.Ordinal)],
            book.Policies,
            [.. book.Guards.Silences.Values.OrderBy(s => s.Subject)],
            book.Guards.Storm,
            book.Guards.Canaries);
    }

    private static ServiceView[] Services(
        FleetBook book, PolicySet policies, PerceptionPicture seen, RemediationFile[] inFlight)
    {
        var places = new SortedDictionary<InstanceId, string>();
        foreach (var sighting in seen.Instances.Values) places[sighting.Instance] = sighting.Place.Zone;
        foreach (var declared in policies.Services.SelectMany(s => s.Instances))
            places[declared.Id] = declared.Place.Zone;
        var met = places.Keys.Select(i => i.Service);
        var services = policies.Services.Select(s => s.Id).Concat(met).Distinct().Order();
        var verdicts = book.Verdicts.Values.ToLookup(v => v.Subject);
        var readings = seen.Readings.ToLookup(r => r.Subject.Service);
        return
        [
            .. services.Select(service =>
            {
                var instances = places.Where(p => p.Key.Service == service)
                    .Select(p => Instance(p.Key, p.Value, verdicts[Subject.Of(p.Key)], OutOf(p.Key, book, inFlight)))
                    .ToArray();
                return new ServiceView(
                    service,
                    Health([.. verdicts[Subject.Of(service)]], instances),
                    instances,
                    Signals(readings[service]));
            }),
        ];
    }

    private static SignalView[] Signals(IEnumerable<SignalReading> readings) =>
    [
        .. readings.OrderBy(r => r.Subject)
            .ThenBy(r => r.Signal)
            .ThenBy(r => r.Name, StringComparer.Ordinal)
            .Select(View),
    ];

    private static InstanceView Instance(InstanceId id, string zone, IEnumerable<Verdict> verdicts, string @out)
    {
        var worst = verdicts
            .OrderByDescending(v => Badness(v.Health))
            .ThenByDescending(v => v.ConfidencePerMille)
            .FirstOrDefault();
        var fault = worst is { Health: Contracts.Health.Unhealthy } ? worst.Fault : FaultKind.Unknown;
        var witnesses = verdicts.Aggregate(Witness.None, (all, v) => all | v.Witnesses);
        return new InstanceView(id, zone, worst?.Health ?? Contracts.Health.Unknown, fault, witnesses, @out);
    }

    /// <summary>A service is as its own verdicts say; where there are none, as its instances
    /// together.</summary>
    private static Health Health(Verdict[] own, InstanceView[] instances)
    {
        var of = instances.Select(i => i.Health).ToArray();
        if (own.Any(v => v.Health == Contracts.Health.Unhealthy)) return Contracts.Health.Unhealthy;
        if (of.Length > 0 && of.All(h => h == Contracts.Health.Unhealthy)) return Contracts.Health.Unhealthy;
        return own.Select(v => v.Health).Concat(of).Contains(Contracts.Health.Healthy)
            ? Contracts.Health.Healthy
            : Contracts.Health.Unknown;
    }

    private static string OutOf(InstanceId id, FleetBook book, RemediationFile[] inFlight)
    {
        if (inFlight.Any(r => HoldsOut(r, id))) return "order";
        return book.Reflexes.ContainsKey(id.ToString()) ? "reflex" : "";
    }

    private static bool HoldsOut(RemediationFile r, InstanceId id)
    {
        if (r.Proposed.Target != Subject.Of(id)) return false;
        var last = r.Actions.FindLast(a => a.Verb == Verb.Eject && a.Outcome == OutcomeKind.Succeeded);
        return last is { Reverts.Length: 0 };
    }

    /// <summary>Unknown counts least: beside a healthy verdict it is only a detector without
    /// data.</summary>
    private static int Badness(Health health) => health switch
    {
        Contracts.Health.Unhealthy => 2,
        Contracts.Health.Healthy => 1,
        _ => 0,
    };

    private static SignalView View(SignalReading r) =>
        new(r.Subject, r.Signal, r.Witness, r.Name, r.Unit, r.Value, r.Expected, r.Health, r.Outlook);
}
