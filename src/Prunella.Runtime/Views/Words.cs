using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.Trust;

namespace Prunella.Runtime.Views;

/// <summary>The words for what is seen, suspected, ordered and judged.</summary>
internal static class Words
{
    public static string Name(Subject subject) => subject.Kind switch
    {
        SubjectKind.Instance => subject.Instance.ToString(),
        SubjectKind.Dependency => $"the route {subject.Dependency.Caller} to {subject.Dependency.Callee}",
        SubjectKind.Zone => $"{subject.Service} in the zone {subject.Domain}",
        SubjectKind.Region => $"{subject.Service} in the region {subject.Domain}",
        _ => subject.Service.ToString(),
    };

    /// <summary>A symptom with its numbers, without a full stop.</summary>
    public static string Symptom(Verdict v)
    {
        var what = v switch
        {
            { Fault: FaultKind.Crash, Positive: true } => $"{Name(v.Subject)} is gone{Failed(v, "checks refused or its process ended")}",
            { Fault: FaultKind.Hang } => $"{Name(v.Subject)} no longer answers{Failed(v, "checks timed out")}",
            { Evidence.Burn: { } burn } => BurnText.Of(v, burn),
            { Signal: SignalKind.Latency, Objective.Length: > 0, Evidence.Total: > 0 } => Late(v),
            { Signal: SignalKind.Errors } => $"{Name(v.Subject)} fails{Failed(v, "requests failed")}{Against(v)}",
            { Signal: SignalKind.Latency } => $"answers of {Name(v.Subject)} take {Numbers.Of(v.Signal, v.Evidence.Value)}{Against(v)}",
            { Evidence.Unit: { } unit } => $"{Kind(v.Signal)} of {Name(v.Subject)} is {Numbers.Level(v.Evidence.Value, unit)}{Against(v, unit)}",
            _ => $"{Kind(v.Signal)} of {Name(v.Subject)} is {Numbers.Of(v.Signal, v.Evidence.Value)}{Against(v)}",
        };
        var objective = v.Objective.Length == 0 ? "" : $", against the objective {v.Objective}";
        var sure = $"{Numbers.Share(v.ConfidencePerMille)} sure{Calibration(v)}";
        return $"{what}{objective}{Deploy(v)}; {Severity(v)}{sure}, seen by {Witnesses(v.Witnesses)}";
    }

    /// <summary>What a person said an incident was, after "marked".</summary>
    public static string Mark(MarkKind kind, Subject? suspect, FaultKind? fault, string remediation) => kind switch
    {
        MarkKind.Real => "real",
        MarkKind.FalseAlarm => "a false alarm",
        MarkKind.WrongRemedy => $"wrongly treated ({remediation})",
        _ when suspect is null && fault is null => "wrongly diagnosed",
        _ => $"wrongly diagnosed (it was {string.Join(", ", new[] { suspect is { } s ? Name(s) : "", fault is { } f ? Fault(f) : "" }.Where(w => w.Length > 0))})",
    };

    public static string Witnesses(Witness witnesses)
    {
        var named = new List<string>();
        if (witnesses.HasFlag(Witness.Probe)) named.Add("our own probes");
        if (witnesses.HasFlag(Witness.Gateway)) named.Add("the gateway");
        if (witnesses.HasFlag(Witness.Telemetry)) named.Add("telemetry");
        if (witnesses.HasFlag(Witness.Platform)) named.Add("the platform");
        return named.Count switch
        {
            0 => "nobody",
            1 => named[0],
            _ => string.Join(", ", named[..^1]) + " and " + named[^1],
        };
    }

    public static string Fault(FaultKind fault) => fault switch
    {
        FaultKind.Unknown => "unknown trouble",
        FaultKind.RetryStorm => "retry storm",
        FaultKind.SaturationCpu => "processor exhausted",
        FaultKind.SaturationMemory => "memory exhausted",
        FaultKind.SaturationDisk => "disk exhausted",
        FaultKind.SaturationPool => "pool exhausted",
        FaultKind.BadDeploy => "bad deploy",
        FaultKind.BadConfig => "bad configuration",
        FaultKind.QueueLag => "queue lag",
        FaultKind.ZoneDegraded => "zone degraded",
        FaultKind.RegionDegraded => "region degraded",
        FaultKind.TelemetryLost => "telemetry lost",
        _ => Lower(fault.ToString()),
    };

    private static readonly SortedDictionary<Verb, string> Orders = new()
    {
        [Verb.Eject] = "take {on} out of the traffic",
        [Verb.Weight] = "give {on} a smaller share of the traffic",
        [Verb.OpenBreaker] = "stop calls over {on} but for a trickle",
        [Verb.ServeFallback] = "answer calls over {on} with the declared fallback",
        [Verb.Restart] = "restart {on}",
        [Verb.Start] = "start {on}",
        [Verb.Stop] = "stop {on}",
        [Verb.Scale] = "change the number of instances of {on}",
        [Verb.Page] = "tell a person about {on}",
        [Verb.Restore] = "let {on} back into the traffic",
        [Verb.Drain] = "give {on} nothing new and let end what it has begun",
        [Verb.Replace] = "start another instance elsewhere and end {on}",
        [Verb.LimitRetries] = "limit retries over {on}",
        [Verb.Timeout] = "give calls over {on} up sooner",
        [Verb.LimitConcurrency] = "limit how much {on} works on at once",
        [Verb.Shed] = "refuse what callers of {on} marked as optional",
        [Verb.Throttle] = "limit what each client may ask of {on}",
        [Verb.Admit] = "let only a share of the calls over {on} through",
        [Verb.ServeStale] = "answer calls over {on} with the last good reply",
        [Verb.RollbackVersion] = "go back to the version of {on} that ran before",
        [Verb.ScaleOut] = "start more instances of {on}",
        [Verb.ScaleIn] = "stop some instances of {on}",
        [Verb.GrowPool] = "let {on} open more connections",
        [Verb.ShrinkPool] = "let {on} open fewer connections",
        [Verb.Compress] = "compress the answers of {on}",
        [Verb.FlagOff] = "switch a feature of {on} off",
        [Verb.PauseConsumer] = "let {on} take nothing more from its queues",
        [Verb.Shift] = "move traffic away from {on}",
    };

    /// <summary>What an order asks, as an infinitive.</summary>
    public static string Order(Verb verb, Subject subject) =>
        Orders[verb].Replace("{on}", Name(subject), StringComparison.Ordinal);

    public static string Verification(VerificationResult v)
    {
        var before = $"{v.BeforeBad} of {v.BeforeTotal} requests were bad before ({Numbers.Share(v.BeforeBad, v.BeforeTotal)})";
        var after = $"{v.AfterBad} of {v.AfterTotal} after ({Numbers.Share(v.AfterBad, v.AfterTotal)})";
        var bounds = $"with 95 % certainty between {Points(v.LowerPerMille)} and {Points(v.UpperPerMille)}";
        var seen = $"{before}, {after}{Compared(v.Control)}: that spares {Points(v.EffectPerMille)} of all requests, {bounds}.";
        return v.Neighbour is { } hurt
            ? $"{seen} It did harm to {Name(hurt.Subject)}, which was not treated: {Bad(hurt.BeforeBad, hurt.BeforeTotal)} of its requests were bad before, {Bad(hurt.AfterBad, hurt.AfterTotal)} since."
            : $"{seen} {Judged(v)}";
    }

    /// <summary>What an outcome means for the recipe's record.</summary>
    public static string Learned(OutcomeLearned e)
    {
        var counts = e.Outcome switch
        {
            Kernel.Learning.Outcome.Helped => "counts as a success",
            Kernel.Learning.Outcome.SeemedToHelp => "counts as a quarter of a success, for nobody proved that the remedy did it",
            Kernel.Learning.Outcome.Harmful => "counts as two failures",
            Kernel.Learning.Outcome.MarkWithdrawn => "is no longer marked as the wrong remedy, so that a failure less counts",
            Kernel.Learning.Outcome.WrongRemedy => "was marked as the wrong remedy and counts as a failure",
            _ => "counts as a failure",
        };
        return $"{e.Remediation} {counts} in the record of {e.Recipe} against {Fault(e.Fault)}, on services of the class {e.ServiceClass}.";
    }

    /// <summary>What a piece of evidence means for trust.</summary>
    public static string Evidence(TrustEvidenceNoted e)
    {
        var means = e.Evidence switch
        {
            TrustEvidence.Lived => "is evidence from life",
            TrustEvidence.Drilled => "is evidence from a drill",
            TrustEvidence.Harmed => "did harm, which takes away what was earned",
            _ => "failed as a drill, which takes away what was earned",
        };
        return $"{e.Source} {means}, for trust in {e.Recipe} against {Fault(e.Fault)} on {e.Service} under the policy {e.Policy}.";
    }

    public static string State(RemediationState state) => state switch
    {
        RemediationState.Proposed => "waits for approval",
        RemediationState.RollingBack => "being taken back",
        RemediationState.RolledBack => "taken back",
        RemediationState.Holding => "helps, and is held",
        RemediationState.Returning => "being returned",
        _ => Lower(state.ToString()),
    };

    public static string Outcome(string outcome) => outcome switch
    {
        "open" => "open",
        "healed" => "healed",
        "cleared-by-itself" => "cleared by itself",
        "left-to-person" => "left to a person",
        _ => outcome,
    };

    public static string Lower(string name) => name.ToLowerInvariant();

    /// <summary>Of a latency objective it is the late ones that count; the quantile is of the last
    /// seconds.</summary>
    private static string Late(Verdict v)
    {
        var (e, bound) = (v.Evidence, Numbers.Of(v.Signal, v.Evidence.Expected));
        var now = $"the quantile is at {Numbers.Of(v.Signal, e.Value)} now";
        return $"{e.Bad} of {e.Total} answers of {Name(v.Subject)} came later than {bound}, {now}";
    }

    /// <summary>Whether the share is one of cases that people marked, or only what a formula makes of the
    /// numbers.</summary>
    private static string Calibration(Verdict v) =>
        v.IsCalibrated ? $" (calibrated by {v.CalibratedBy} marked incidents)" : " (uncalibrated)";

    private static string Failed(Verdict v, string what) =>
        v.Evidence.Total > 0 ? $": {v.Evidence.Bad} of {v.Evidence.Total} {what}" : "";

    private static string Against(Verdict v)
    {
        var value = v.Signal == SignalKind.Errors ? $" ({Numbers.Of(v.Signal, v.Evidence.Value)})" : "";
        return $"{value} where {Numbers.Of(v.Signal, v.Evidence.Expected)} is expected";
    }

    /// <summary>What a level is compared with: its limit, which is not expected, or what it was.</summary>
    private static string Against(Verdict v, string unit)
    {
        var bound = Numbers.Level(v.Evidence.Expected, unit);
        var against = v.Detector == "saturation" ? $" of {bound}" : $" where {bound} is expected";
        return v.Evidence.Outlook is { } full ? $"{against}, {OutlookText.Of(full)}" : against;
    }

    private static string Kind(SignalKind signal) => signal switch
    {
        SignalKind.Traffic => "traffic",
        SignalKind.Saturation => "saturation",
        SignalKind.Backlog => "the backlog",
        _ => "a level",
    };

    /// <summary>In whose wake it began, if that is known.</summary>
    private static string Deploy(Verdict v) => v.Evidence.Deploy is { } deploy
        ? $", {Numbers.Span(deploy.AfterNanos)} after version {deploy.Version} was deployed"
        : "";

    private static string Severity(Verdict v) => v.Severity is { } bad ? Lower(bad.ToString()) + ", " : "";

    private static string Points(int perMille) => perMille < 0 ? "-" + Numbers.Share(-perMille) : Numbers.Share(perMille);

    private static string Bad(long bad, long total) => $"{bad} of {total} ({Numbers.Share(bad, total)})";

    /// <summary>With what a remedy's effect was compared; of the first version's answers it goes without
    /// saying.</summary>
    private static string Compared(ControlCounts? control) => control switch
    {
        null => "",
        { By: VerificationControl.Trend } => ", against how they were going to fare by the seconds before",
        _ => $", against {Group(control.By)} that went without it ({Bad(control.BeforeBad, control.BeforeTotal)} before and {Bad(control.AfterBad, control.AfterTotal)} after)",
    };

    private static string Group(VerificationControl by) => by switch
    {
        VerificationControl.OtherCallers => "other callers",
        _ => "other services with the same trouble",
    };

    private static string Judged(VerificationResult v) => v.Verdict switch
    {
        VerificationVerdict.Helped => v.Final ? "It helped." : "It helps so far.",
        VerificationVerdict.NoEffect when v.LowerPerMille > 0 => v.Final ? "It helped, but not as far as asked." : "It helps so far, but not as far as asked.",
        VerificationVerdict.NoEffect => v.Final ? "It had no effect." : "It has no effect so far.",
        VerificationVerdict.Harmful => v.Final ? "It did harm." : "It is worse so far.",
        _ => v.Final ? "Too little was seen to say." : "Too little has been seen yet.",
    };
}
