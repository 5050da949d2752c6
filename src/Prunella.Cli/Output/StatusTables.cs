using Prunella.Contracts;
using Prunella.Runtime.Views;

using Spectre.Console;
using Spectre.Console.Rendering;

namespace Prunella.Cli.Output;

/// <summary>A fleet's status as tables; state is a symbol and a word, colour only repeats it.</summary>
internal static class StatusTables
{
    public static IRenderable Whole(FleetStatus status)
    {
        var parts = new List<IRenderable> { Headline(status) };
        parts.AddRange(ShedText.Lines(status.Shed).Select(line => new Markup("[yellow]▲[/] " + Markup.Escape(line))));
        parts.AddRange(PoliciesText.Lines(status.Policies).Select(line => new Text("▪ " + line)));
        parts.AddRange(GuardText.Lines(status).Select(line => new Text("▪ " + line)));
        parts.Add(Services(status));
        if (status.OpenIncidents.Count > 0) parts.Add(Incidents(status.OpenIncidents));
        if (status.Remediations.Count > 0) parts.Add(Remediations(status));
        parts.AddRange(WaitingText.Waiting(status).Select(r => new Text("● waits for approval: " + WaitingText.Plan(r, status.AtUnixNanos))));
        return new Rows(parts);
    }

    public static IRenderable Incidents(IReadOnlyList<IncidentSummary> incidents)
    {
        var table = New("incidents", "id", "state", "opened", "lasted", "suspect", "fault", "remediations", "marked");
        foreach (var incident in incidents)
        {
            table.AddRow(
                incident.Id,
                incident.Outcome == "open" ? "[yellow]● open[/]" : "○ " + Markup.Escape(incident.Outcome),
                Texts.Clock(incident.OpenedUnixNanos),
                incident.ClosedUnixNanos == 0 ? "" : Texts.Seconds(incident.ClosedUnixNanos - incident.OpenedUnixNanos),
                Markup.Escape(incident.Suspect?.Text ?? "none yet"),
                incident.Suspect is null ? "" : Texts.Word(incident.Fault),
                string.Join(" ", incident.Remediations) + (incident.Escalated ? " [red]told a person[/]" : ""),
                Markup.Escape(MarkText.Of(incident.Marks)));
        }
        return table;
    }

    public static IRenderable Headline(FleetStatus status)
    {
        var brake = status.Freeze is { } freeze
            ? $"[red]■ FROZEN[/] by {Markup.Escape(freeze.By)} ({Markup.Escape(freeze.Source)}) since {Texts.Clock(freeze.SinceUnixNanos)}{(freeze.Why.Length > 0 ? ": " + Markup.Escape(freeze.Why) : "")}"
            : "▶ acting";
        var health = status.OpenIncidents.Count == 0 ? "[green]✓ nothing is wrong[/]" : $"[yellow]● {status.OpenIncidents.Count} open[/]";
        return new Markup(
            $"[bold]fleet {status.Fleet}[/]  {health}  {brake}  actions {status.ActionsTotal}  incidents {status.IncidentsTotal}  journal {status.Sequence} (epoch {status.Epoch})  at {Texts.Clock(status.AtUnixNanos)}");
    }

    public static IRenderable Services(FleetStatus status)
    {
        string[] columns = ["instance", "zone", "health", "traffic", "seen by", "errors", "latency p99", "rate"];
        // Where nothing has a limit, nothing is said of it.
        var hasLevels = status.Services.Any(s => s.Instances.Any(i => s.FullestOf(Subject.Of(i.Instance)) is not null));
        var table = New("services", hasLevels ? [.. columns, "fullest"] : columns);
        foreach (var service in status.Services)
        {
            Row(table, hasLevels, "", $"[bold]{service.Service}[/]", "", Health(service.Health, FaultKind.Unknown), "", "",
                Reading(service, Subject.Of(service.Service), SignalKind.Errors),
                Reading(service, Subject.Of(service.Service), SignalKind.Latency),
                Reading(service, Subject.Of(service.Service), SignalKind.Traffic));
            foreach (var instance in service.Instances)
            {
                var subject = Subject.Of(instance.Instance);
                Row(table, hasLevels, Fullest(service.FullestOf(subject)),
                    "  " + Markup.Escape(instance.Instance.Name), Markup.Escape(instance.Zone),
                    Health(instance.Health, instance.Fault),
                    instance.Out.Length == 0 ? "in" : $"[yellow]out by {instance.Out}[/]",
                    Texts.Word(instance.Witnesses).Replace(',', ' ').Replace('+', ' '),
                    Reading(service, subject, SignalKind.Errors), Reading(service, subject, SignalKind.Latency),
                    Reading(service, subject, SignalKind.Traffic));
            }
        }
        return table;
    }

    public static IRenderable Remediations(FleetStatus status)
    {
        var table = New("remedies in flight", "id", "recipe", "target", "against", "state", "lease left", "verified", "undo");
        foreach (var r in status.Remediations)
        {
            table.AddRow(
                r.Id, Markup.Escape(r.Recipe), Markup.Escape(r.Target.Text), Texts.Word(r.Fault), Texts.Word(r.State),
                r.LeaseEndsUnixNanos == 0 ? "" : Texts.Seconds(Math.Max(0, r.LeaseEndsUnixNanos - status.AtUnixNanos)),
                r.Verification is { } v ? Texts.Word(v.Verdict) : "not yet", Markup.Escape(r.Undo));
        }
        return table;
    }

    private static void Row(Table table, bool hasLevels, string level, params string[] cells) =>
        table.AddRow(hasLevels ? [.. cells, level] : cells);

    /// <summary>Its share, its name, and when it is full where that is in sight.</summary>
    private static string Fullest(SignalView? level)
    {
        if (level is null) return "";
        var share = SignalText.Of(SignalKind.Errors, level.Value / level.Expected);
        var full = level.Outlook is { } outlook ? ", " + OutlookText.Of(outlook) : "";
        return Markup.Escape($"{share} {level.Name}{full}");
    }

    private static Table New(string title, params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple).Title($"[bold]{title}[/]");
        // Names, symbols and numbers stay whole; what may be broken are lists of words.
        foreach (var column in columns)
            table.AddColumn(new TableColumn(column) { NoWrap = column is not ("seen by" or "remediations" or "undo" or "marked") });
        return table;
    }

    private static string Health(Health health, FaultKind fault) => health switch
    {
        Contracts.Health.Healthy => "[green]✓ healthy[/]",
        Contracts.Health.Unhealthy => "[red]✗ " + (fault == FaultKind.Unknown ? "unhealthy" : Texts.Word(fault)) + "[/]",
        _ => "[grey]? unknown[/]",
    };

    private static string Reading(ServiceView service, Subject subject, SignalKind kind) =>
        service.ReadingOf(subject, kind) is { } reading ? SignalText.Of(kind, reading.Value, reading.Unit) : "";
}
