using Prunella.Contracts;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Remediations;

namespace Prunella.Runtime.Views;

/// <summary>What <c>prunella status</c>, the page and the terminal show: folded from events, joined with
/// current readings.</summary>
/// <param name="SchemaVersion">1.</param>
/// <param name="Fleet">Which fleet.</param>
/// <param name="AtUnixNanos">When it was true.</param>
/// <param name="Epoch">The loop's epoch.</param>
/// <param name="Sequence">The journal's last record.</param>
/// <param name="Freeze">Who stopped acting, or null.</param>
/// <param name="Services">Ordered by name.</param>
/// <param name="OpenIncidents">Oldest first.</param>
/// <param name="Remediations">Those in flight, oldest first.</param>
/// <param name="ActionsTotal">Orders issued since the journal's birth, renewals not counted.</param>
/// <param name="IncidentsTotal">Incidents opened since the journal's birth.</param>
/// <param name="Shed">Telemetry not taken since the start: the healer's doing first, then the senders', then what
/// is ordinary, each in order of reason.</param>
/// <param name="Policies">Which policies are in force, and how far; null from a healer that does not say.</param>
/// <param name="Silences">What persons have in hand, ordered by subject; null from a healer that does not say.</param>
/// <param name="Storm">Much of the fleet is in trouble at once; null when it is not.</param>
/// <param name="Canaries">Proposals that must be denied, and what became of them; null before the first.</param>
public sealed record FleetStatus(
    int SchemaVersion,
    FleetId Fleet,
    long AtUnixNanos,
    long Epoch,
    long Sequence,
    FreezeView? Freeze,
    IReadOnlyList<ServiceView> Services,
    IReadOnlyList<IncidentSummary> OpenIncidents,
    IReadOnlyList<RemediationView> Remediations,
    long ActionsTotal,
    long IncidentsTotal,
    IReadOnlyList<ShedCount> Shed,
    PoliciesView? Policies = null,
    IReadOnlyList<SilenceView>? Silences = null,
    StormView? Storm = null,
    CanariesView? Canaries = null)
{
    /// <summary>How closely detection looks; empty of a healer from before it was told.</summary>
    public DetectionView Detection { get; init; } = DetectionView.Empty;

    /// <summary>What is handed over with open incidents of which a person was told, oldest first, at most five; null
    /// when there is none.</summary>
    public IReadOnlyList<Handover>? Handovers { get; init; }
}

/// <summary>Which policies are in force, and how far.</summary>
/// <param name="Hash">The active set; empty before the first.</param>
/// <param name="By">Who put it in force: a person, or <c>loop</c> for the documents of the healer's start.</param>
/// <param name="SinceUnixNanos">Since when.</param>
/// <param name="Staged">A set that is not in force everywhere yet, or null.</param>
/// <param name="Withdrawn">The last set that went out of force for a reason, or null.</param>
public sealed record PoliciesView(
    string Hash, string By, long SinceUnixNanos, StagedView? Staged, WithdrawnView? Withdrawn)
{
    /// <summary>Before the first.</summary>
    public static readonly PoliciesView None = new("", "", 0, null, null);
}

/// <summary>What a person has in hand.</summary>
public sealed record SilenceView(Subject Subject, string By, string Because, bool Debug, long UntilUnixNanos);

/// <summary>Much of the fleet is in trouble at once: only mild remedies, one at a time.</summary>
/// <param name="Incidents">How many incidents were open.</param>
/// <param name="Services">How many services had symptoms.</param>
/// <param name="SinceUnixNanos">Since when.</param>
/// <param name="Lulled">It is less now, and over when that lasts.</param>
public sealed record StormView(int Incidents, int Services, long SinceUnixNanos, bool Lulled);

/// <summary>Proposals that must be denied, put to the guardrails every five minutes.</summary>
/// <param name="Denied">How many were denied since the journal's birth.</param>
/// <param name="Admitted">How many were not: acting is frozen then.</param>
/// <param name="AtUnixNanos">When they were last tried.</param>
public sealed record CanariesView(long Denied, long Admitted, long AtUnixNanos);

/// <summary>A set that is not in force everywhere yet.</summary>
/// <param name="Hash">Which.</param>
/// <param name="Stage">Shadow or share.</param>
/// <param name="SharePerMille">Of the services.</param>
/// <param name="Services">Those in the share.</param>
/// <param name="By">Who staged it.</param>
/// <param name="SinceUnixNanos">Since when.</param>
public sealed record StagedView(
    string Hash, PolicyStage Stage, int SharePerMille, IReadOnlyList<ServiceId> Services, string By,
    long SinceUnixNanos);

/// <summary>A set that went out of force, and why.</summary>
public sealed record WithdrawnView(string Hash, Reason Reason, string By, long AtUnixNanos);

/// <summary>Acting is stopped: by whom, from where, why, since when.</summary>
public sealed record FreezeView(string Source, string By, string Why, long SinceUnixNanos);

/// <summary>A service with its instances and readings.</summary>
public sealed record ServiceView(
    ServiceId Service, Health Health, IReadOnlyList<InstanceView> Instances, IReadOnlyList<SignalView> Signals)
{
    /// <summary>The reading to show of a subject's signal: the gateway's before others, or null.</summary>
    public SignalView? ReadingOf(Subject subject, SignalKind kind) =>
        Signals.Where(s => s.Subject == subject && s.Signal == kind)
            .OrderBy(s => s.Witness == Witness.Gateway ? 0 : 1).FirstOrDefault();

    /// <summary>The level of a subject that is nearest to its limit, or null where no limit is known.</summary>
    public SignalView? FullestOf(Subject subject) =>
        Signals.Where(s => s.Subject == subject && s is { Signal: SignalKind.Saturation, Expected: > 0 })
            .OrderByDescending(s => s.Value / s.Expected).FirstOrDefault();
}

/// <summary>An instance: health by its worst verdict, and whether traffic reaches it.</summary>
/// <param name="Instance">Who.</param>
/// <param name="Zone">Its zone, or empty.</param>
/// <param name="Health">Worst verdict.</param>
/// <param name="Fault">Kind of trouble, unknown when healthy.</param>
/// <param name="Witnesses">Who sees it.</param>
/// <param name="Out"><c>reflex</c>, <c>order</c>, or empty when it gets traffic.</param>
public sealed record InstanceView(
    InstanceId Instance, string Zone, Health Health, FaultKind Fault, Witness Witnesses, string Out);

/// <summary>A current reading; of a level, expected is its limit (0 when there is none) and the outlook says when it is
/// full, where that is foretold.</summary>
public sealed record SignalView(
    Subject Subject, SignalKind Signal, Witness Witness, string Name, string Unit, double Value, double Expected,
        Health Health, Outlook? Outlook = null);

/// <summary>An incident in one line.</summary>
/// <param name="Id"><c>i7</c>.</param>
/// <param name="Outcome"><c>open</c>, or how it was closed.</param>
/// <param name="SinceUnixNanos">When its first symptom began.</param>
/// <param name="OpenedUnixNanos">When it was opened: the time of detection.</param>
/// <param name="ClosedUnixNanos">0 while open.</param>
/// <param name="Suspect">Best suspect, or null.</param>
/// <param name="Fault">Its kind of fault.</param>
/// <param name="Neighbourhood">Services touched.</param>
/// <param name="Escalated">A person was told.</param>
/// <param name="Remediations">Ids, oldest first.</param>
/// <param name="Marks">What people say of it, oldest first; null when nobody does.</param>
public sealed record IncidentSummary(
    string Id,
    string Outcome,
    long SinceUnixNanos,
    long OpenedUnixNanos,
    long ClosedUnixNanos,
    Subject? Suspect,
    FaultKind Fault,
    IReadOnlyList<ServiceId> Neighbourhood,
    bool Escalated,
    IReadOnlyList<string> Remediations,
    IReadOnlyList<MarkView>? Marks = null);

/// <summary>A person's mark on an incident, as it stands.</summary>
/// <param name="By">Who.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Suspect">Of a wrong diagnosis: where it really was, when known.</param>
/// <param name="Fault">Of a wrong diagnosis: what it really was, when known.</param>
/// <param name="Remediation">Of a wrong remedy: its id; else empty.</param>
/// <param name="Note">His words, or empty.</param>
/// <param name="AtUnixNanos">When.</param>
public sealed record MarkView(
    string By, MarkKind Kind, Subject? Suspect, FaultKind? Fault, string Remediation, string Note, long AtUnixNanos);

/// <summary>A remediation as people see it.</summary>
/// <param name="Id"><c>i7.r2</c>.</param>
/// <param name="Incident"><c>i7</c>.</param>
/// <param name="Policy">Policy.</param>
/// <param name="Recipe">Recipe.</param>
/// <param name="Target">On what.</param>
/// <param name="Fault">Against what.</param>
/// <param name="State">Where it stands.</param>
/// <param name="ProposedUnixNanos">When it was proposed.</param>
/// <param name="EndedUnixNanos">0 while in flight.</param>
/// <param name="LeaseNanos">Granted lease; 0 when nothing temporary.</param>
/// <param name="LeaseEndsUnixNanos">When the last granted lease ends; 0 when none is in force.</param>
/// <param name="Undo">What takes it back.</param>
/// <param name="Verification">The last answer, or null.</param>
/// <param name="Judgement">Why it was kept, taken back or given up; null until then.</param>
/// <param name="Approval">What it waits or has waited for; null when nobody had to be asked.</param>
public sealed record RemediationView(
    string Id,
    string Incident,
    string Policy,
    string Recipe,
    Subject Target,
    FaultKind Fault,
    RemediationState State,
    long ProposedUnixNanos,
    long EndedUnixNanos,
    long LeaseNanos,
    long LeaseEndsUnixNanos,
    string Undo,
    VerificationResult? Verification,
    Reason? Judgement = null,
    ApprovalView? Approval = null);

/// <summary>A person's word that a proposal waits for.</summary>
/// <param name="Plan">Hash of what would be done; an approval names it.</param>
/// <param name="Steps">What would be done, in words and in order.</param>
/// <param name="Needed">How many persons must approve.</param>
/// <param name="By">Who has approved.</param>
/// <param name="RequestedBy">Who asked for it by hand; empty when the healer proposed it.</param>
/// <param name="UntilUnixNanos">When it lapses.</param>
public sealed record ApprovalView(
    string Plan,
    IReadOnlyList<string> Steps,
    int Needed,
    IReadOnlyList<string> By,
    string RequestedBy,
    long UntilUnixNanos);

/// <summary>An order as people see it.</summary>
/// <param name="OrderId">Id.</param>
/// <param name="Remediation">Its remediation.</param>
/// <param name="Verb">What.</param>
/// <param name="Subject">To whom.</param>
/// <param name="IssuedUnixNanos">When.</param>
/// <param name="Outcome">Null until it is known.</param>
/// <param name="Detail">What the target said.</param>
/// <param name="Renewal">Only prolongs a lease.</param>
/// <param name="Reverts">The order it takes back, or empty.</param>
public sealed record ActionView(
    string OrderId,
    string Remediation,
    Verb Verb,
    Subject Subject,
    long IssuedUnixNanos,
    OutcomeKind? Outcome,
    string Detail,
    bool Renewal,
    string Reverts);
