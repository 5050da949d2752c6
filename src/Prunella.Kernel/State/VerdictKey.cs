using Prunella.Contracts;

namespace Prunella.Kernel.State;

/// <summary>Keys of verdicts: one detector judges one signal of one subject, for one objective or none.</summary>
internal static class VerdictKey
{
    /// <summary>Within a subject.</summary>
    public static string Inner(Verdict verdict) => Inner(verdict.Signal, verdict.Detector, verdict.Objective);

    public static string Inner(SignalKind signal, string detector, string objective) => $"{signal}|{detector}|{objective}";

    /// <summary>Over all subjects.</summary>
    public static string Whole(Verdict verdict) => verdict.Subject.Text + "|" + Inner(verdict);
}
