using System.Collections.Immutable;

using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Proposals that must be denied, put to the guardrails in production every five minutes.</summary>
/// <remarks>
/// Intuition: a smoke detector has a test button. Each canary is a proposal on the first declared instance, in the
/// state as it stands but for one thing that a certain guardrail must object to. When that guardrail does not object,
/// acting is frozen and a person told: something is wrong with the guards themselves.
/// </remarks>
internal static class Canaries
{
    /// <summary>Of the wake-up by which they are put.</summary>
    public const string Key = "canaries";

    private const long Second = 1_000_000_000;
    private const long Every = 300 * Second;

    public static void Review(Deliberation d) => Review(d, GuardrailList.All);

    public static void Review(Deliberation d, ImmutableArray<IGuardrail> guardrails)
    {
        if (d.Input.Body is LoopStarted) d.Wake(d.At + Every, Key);
        if (d.Input.Body is not WokeUp { Key: Key }) return;
        d.Wake(d.At + Every, Key);
        var (denied, admitted) = Check(guardrails, d.State, d.At);
        if (denied == 0 && admitted.IsEmpty) return;
        d.Emit(new CanariesChecked(denied, admitted, d.At));
        if (admitted.IsEmpty || d.State.Freezes.ContainsKey("canary")) return;
        var why = $"guardrails let pass what they must deny: {string.Join(", ", admitted)}";
        d.Emit(new Frozen("canary", "healer", why, d.At));
        d.Want(new TellPerson("fleet", $"Acting is frozen: {why}. Report this as a defect; prunella unfreeze lets it act again."));
    }

    /// <summary>How many were denied by the guardrail that must, and the guardrails that let theirs pass.</summary>
    public static (int Denied, ImmutableArray<string> Admitted) Check(
        ImmutableArray<IGuardrail> guardrails, KernelState state, long at)
    {
        var instances = state.Policies.Set.Services.SelectMany(s => s.Instances);
        if (instances.FirstOrDefault() is not { } instance) return (0, []);
        var all = CanaryList.For(state, instance.Id, at);
        var admitted = all
            .Where(c => !GuardrailList.Check(guardrails, c.Proposal, c.State, at).Any(v => v.Code == c.Code))
            .Select(c => c.Guardrail).ToImmutableArray();
        return (all.Length - admitted.Length, admitted);
    }
}
