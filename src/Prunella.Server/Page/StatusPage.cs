using System.Globalization;
using System.Net;
using System.Text;

using Prunella.Contracts;
using Prunella.Kernel.Remediations;
using Prunella.Runtime.Views;

namespace Prunella.Server.Page;

/// <summary>The first web page: one server-rendered picture of the fleet, kept fresh by server-sent events.</summary>
/// <remarks>
/// It answers, in this order: is anything wrong, what is being done about it, why, may I stop it. State is a
/// symbol and a word; colour only repeats it. It asks nothing of other hosts, and reads without script.
/// </remarks>
internal static class StatusPage
{
    public static string Whole(FleetStatus status, SignalStrips? strips = null)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Prunella: {Encode(status.Fleet.Value)}</title><link rel="stylesheet" href="/prunella.css">
            <noscript><meta http-equiv="refresh" content="2"></noscript></head>
            <body data-fleet="{Encode(status.Fleet.Value)}"><main id="live" aria-live="polite">{Fragment(status, strips)}</main>
            <script src="/prunella.js"></script></body></html>
            """);
        return page.ToString();
    }

    public static string Fragment(FleetStatus status, SignalStrips? strips = null)
    {
        strips ??= SignalStrips.None;
        var html = new StringBuilder();
        Headline(html, status);
        foreach (var line in ShedText.Lines(status.Shed)) html.Append("<p>▲ ").Append(Encode(line)).Append("</p>");
        foreach (var line in GuardText.Lines(status)) html.Append("<p>▪ ").Append(Encode(line)).Append("</p>");
        foreach (var line in PoliciesText.Lines(status.Policies)) html.Append("<p>▪ ").Append(Encode(line)).Append("</p>");
        Incidents(html, status);
        Remediations(html, status);
        foreach (var service in status.Services) Service(html, service, strips);
        strips.SayLeftOut(html);
        return html.ToString();
    }

    private static void Headline(StringBuilder html, FleetStatus status)
    {
        var wrong = status.OpenIncidents.Count;
        html.Append(CultureInfo.InvariantCulture, $"""
            <header><h1>{(wrong == 0 ? "✓ nothing is wrong" : $"● {wrong} open")}</h1>
            <p>fleet <b>{Encode(status.Fleet.Value)}</b>,
            {status.ActionsTotal} actions, {status.IncidentsTotal} incidents, journal {status.Sequence}
            (epoch {status.Epoch}), at <time>{Clock(status.AtUnixNanos)}</time></p>
            <p class="brake">{Brake(status.Freeze)}</p></header>
            """);
    }

    private static string Brake(FreezeView? freeze) => freeze is null
        ? "▶ acting. Stop it with <code>prunella freeze</code>"
        : $"■ FROZEN by {Encode(freeze.By)} ({Encode(freeze.Source)}) since {Clock(freeze.SinceUnixNanos)}{(freeze.Why.Length > 0 ? ": " + Encode(freeze.Why) : "")}. <code>prunella unfreeze</code>";

    private static void Incidents(StringBuilder html, FleetStatus status)
    {
        if (status.OpenIncidents.Count == 0) return;
        html.Append("<h2>Incidents</h2><table><tr><th>id<th>since<th>suspect<th>fault<th>marked<th>why</tr>");
        foreach (var i in status.OpenIncidents)
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{Encode(i.Id)}<td>{Clock(i.SinceUnixNanos)}<td>{Encode(i.Suspect?.Text ?? "none yet")}<td>{Word(i.Fault)}<td>{Encode(MarkText.Of(i.Marks))}<td><code>prunella explain {Encode(i.Id)}</code></tr>");
        html.Append("</table>");
        foreach (var handover in status.Handovers ?? []) HandOver(html, handover);
    }

    /// <summary>Open from the start: whoever looks may be the one who is asked to see to it.</summary>
    private static void HandOver(StringBuilder html, Handover handover)
    {
        html.Append(CultureInfo.InvariantCulture, $"<details open><summary>● {Encode(handover.First)}</summary><dl>");
        foreach (var (heading, lines) in handover.Parts())
        {
            html.Append(CultureInfo.InvariantCulture, $"<dt>{heading}</dt>");
            foreach (var line in lines) html.Append(CultureInfo.InvariantCulture, $"<dd>{Encode(line)}</dd>");
        }
        html.Append("</dl></details>");
    }

    private static void Remediations(StringBuilder html, FleetStatus status)
    {
        if (status.Remediations.Count == 0) return;
        html.Append("<h2>Remedies in flight</h2><table><tr><th>id<th>recipe<th>target<th>state<th>lease left<th>verified<th>take it back</tr>");
        foreach (var r in status.Remediations)
        {
            var left = r.LeaseEndsUnixNanos == 0 ? "" : Seconds(Math.Max(0, r.LeaseEndsUnixNanos - status.AtUnixNanos));
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{Encode(r.Id)}<td>{Encode(r.Recipe)}<td>{Encode(r.Target.Text)}<td>{Word(r.State)}<td>{left}<td>{(r.Verification is { } v ? Word(v.Verdict) : "not yet")}<td>{What(r, status.AtUnixNanos)}</tr>");
        }
        html.Append("</table>");
    }

    /// <summary>Of what waits: the plan, until when, and who may let it happen; else what takes it back.</summary>
    private static string What(RemediationView r, long at)
    {
        if (r is not { State: RemediationState.Proposed, Approval: { } approval })
            return $"<code>prunella revert {Encode(r.Id)}</code>";
        var steps = string.Join(", then ", approval.Steps.Select(Encode));
        var left = Seconds(Math.Max(0, approval.UntilUnixNanos - at));
        return $"waits for approval ({approval.By.Count} of {approval.Needed}, {left} left): {steps}. <code>prunella approve {Encode(r.Id)} --plan {Encode(approval.Plan)}</code>";
    }

    private static void Service(StringBuilder html, ServiceView service, SignalStrips strips)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h2>{Health(service.Health)} {Encode(service.Service.ToString())}</h2><table><tr><th>instance<th>zone<th>health<th>traffic<th>seen by<th>errors<th>latency<th>rate</tr>");
        Row(html, service, Subject.Of(service.Service), strips, "all", "", Health(service.Health), "", "");
        foreach (var i in service.Instances)
        {
            Row(html, service, Subject.Of(i.Instance), strips, i.Instance.Name, i.Zone,
                Health(i.Health) + (i.Fault == FaultKind.Unknown ? "" : " " + Word(i.Fault)),
                i.Out.Length == 0 ? "in" : "out by " + i.Out, Word(i.Witnesses));
        }
        html.Append("</table>");
    }

    private static void Row(
        StringBuilder html, ServiceView service, Subject subject, SignalStrips strips,
        params ReadOnlySpan<string> cells)
    {
        html.Append("<tr>");
        foreach (var cell in cells) html.Append("<td>").Append(Encode(cell));
        foreach (var kind in SignalStrips.Kinds)
        {
            var text = service.ReadingOf(subject, kind) is { } reading ? SignalText.Of(kind, reading.Value) : "";
            html.Append("<td class=\"signal\"><span>").Append(Encode(text)).Append("</span>");
            strips.Draw(html, subject, kind);
        }
        html.Append("</tr>");
    }

    private static string Health(Health health) => health switch
    {
        Contracts.Health.Healthy => "✓ healthy",
        Contracts.Health.Unhealthy => "✗ unhealthy",
        _ => "? unknown",
    };

    private static string Word<T>(T value) where T : struct, Enum => string.Join(
        "+", value.ToString().Split(", ").Select(System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName));

    private static string Clock(long unixNanos) =>
        DateTimeOffset.UnixEpoch.AddTicks(unixNanos / 100).ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Seconds(long nanos) => (nanos / 1e9).ToString("0.0", CultureInfo.InvariantCulture) + " s";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
