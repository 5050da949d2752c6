using Prunella.Kernel.Remediations;
using Prunella.Runtime.Views;

namespace Prunella.Cli.Output;

/// <summary>What waits for a person, in words.</summary>
internal static class WaitingText
{
    /// <summary>The proposal that waits under an id.</summary>
    /// <exception cref="CommandFailedException">None does.</exception>
    public static RemediationView Find(FleetStatus status, string id)
    {
        var waiting = Waiting(status).ToArray();
        return waiting.FirstOrDefault(r => r.Id == id) ?? throw new CommandFailedException(
            ExitCode.Negative,
            $"no proposal waits under '{id}'" + (waiting.Length == 0 ? "; none waits at all." : $"; what waits: {string.Join(", ", waiting.Select(r => r.Id))}."),
            "prunella status");
    }

    public static IEnumerable<RemediationView> Waiting(FleetStatus status) =>
        status.Remediations.Where(r => r is { State: RemediationState.Proposed, Approval: not null });

    public static string Plan(RemediationView r, long at)
    {
        var approval = r.Approval!;
        var lines = new List<string>
        {
            $"{r.Id}: {r.Recipe} on {r.Target} against {Texts.Word(r.Fault)}, under the policy {r.Policy}",
        };
        lines.AddRange(approval.Steps.Select((step, i) => $"  {i + 1}. {step}"));
        if (r.LeaseNanos > 0) lines.Add($"  for {Texts.Seconds(r.LeaseNanos)} at a time");
        lines.Add($"  undo: {r.Undo}");
        lines.Add($"  plan {approval.Plan}, {approval.By.Count} of {approval.Needed} approved, lapses in {Texts.Seconds(Math.Max(0, approval.UntilUnixNanos - at))}");
        return string.Join(Environment.NewLine, lines);
    }
}
