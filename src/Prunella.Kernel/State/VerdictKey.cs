using System.Collections.Immutable;

using Prunella.Contracts;

namespace Prunella.Kernel.State;

/// <summary>Keys of verdicts: one detector judges one signal of one subject, for one objective or none.</summary>
internal static class VerdictKey
{
    private static readonly ImmutableArray<string> Words = [.. Enum.GetValues<SignalKind>().Select(s => s.ToString())];

    /// <summary>Within a subject.</summary>
    public static string Inner(Verdict verdict) => Inner(verdict.Signal, verdict.Detector, verdict.Objective);

    public static string Inner(SignalKind signal, string detector, string objective) =>
        string.Concat(WordOf(signal), "|", detector + "|", objective);

    private static string WordOf(SignalKind signal) =>
        (int)signal < Words.Length && signal >= 0 ? Words[(int)signal] : signal.ToString();

    /// <summary>Over all subjects.</summary>
    public static string Whole(Verdict verdict) => verdict.Subject.Text + "|" + Inner(verdict);
}
