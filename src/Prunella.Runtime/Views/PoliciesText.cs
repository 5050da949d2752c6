using Prunella.Kernel.Events;
using Prunella.Kernel.Policies;

namespace Prunella.Runtime.Views;

/// <summary>Which policies are in force, in words.</summary>
public static class PoliciesText
{
    /// <summary>The status in lines; the first is what is in force everywhere else.</summary>
    public static IEnumerable<string> Lines(PoliciesView? policies)
    {
        if (policies is null || policies.Hash.Length == 0) yield break;
        if (policies.Staged is { } staged)
            yield return $"policies {Short(policies.Hash)} are in force; staged by {staged.By}: {Short(staged.Hash)} {How(staged.Stage, staged.SharePerMille, staged.Services)}";
        if (policies.Withdrawn is { } gone) yield return ReasonTexts.Say(gone.Reason);
    }

    /// <summary>What one event changed about them; empty for others.</summary>
    public static string Say(KernelEvent e) => e switch
    {
        PolicySetActivated a => $"The policies {Short(a.Hash)} are in force, by {a.By}.",
        PolicySetStaged s => $"{s.By} staged the policies {Short(s.Hash)} {How(s.Stage, s.SharePerMille, s.Services)}.",
        PolicySetWithdrawn w => Sentence(ReasonTexts.Say(w.Reason)),
        ShadowDecided { Would.Length: 0 } d => $"The policies {Short(d.Hash)} in the shadow would do nothing now{Because(d)}.",
        ShadowDecided d => $"The policies {Short(d.Hash)} in the shadow would do: {d.Would}{Because(d)}.",
        _ => "",
    };

    private static string Because(ShadowDecided d) =>
        d.Reasons.Count == 0 ? "" : ", because " + string.Join("; ", d.Reasons.Select(ReasonTexts.Say));

    private static string How(PolicyStage stage, int share, IReadOnlyList<Contracts.ServiceId> services) =>
        stage == PolicyStage.Shadow
            ? "in the shadow: they decide, and nothing is done"
            : $"for {Numbers.Share(share)} of the services ({string.Join(", ", services)})";

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";

    private static string Short(string hash) => hash[..Math.Min(8, hash.Length)];
}
