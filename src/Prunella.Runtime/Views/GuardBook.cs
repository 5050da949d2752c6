using Prunella.Kernel.Events;

namespace Prunella.Runtime.Views;

/// <summary>What holds the healer back beside the brake: silences, a storm, and whether the guards themselves are
/// well.</summary>
internal sealed class GuardBook
{
    public Dictionary<string, SilenceView> Silences { get; init; } = [];

    public StormView? Storm { get; set; }

    public CanariesView? Canaries { get; set; }

    public void Apply(KernelEvent e)
    {
        switch (e)
        {
            case Silenced s:
                Silences[s.Subject.Text] = new SilenceView(s.Subject, s.By, s.Because, s.Debug, s.Until);
                break;
            case Unsilenced u: Silences.Remove(u.Subject.Text); break;
            case StormNoted n: Note(n); break;
            case CanariesChecked c:
                Canaries = new CanariesView(
                    (Canaries?.Denied ?? 0) + c.Denied, (Canaries?.Admitted ?? 0) + c.Admitted.Count, c.At);
                break;
        }
    }

    private void Note(StormNoted n) => Storm = n.Phase switch
    {
        StormPhase.Over => null,
        StormPhase.Lulled => Storm is null ? null : Storm with { Lulled = true },
        _ => new StormView(n.Incidents, n.Services, n.At, false),
    };
}
