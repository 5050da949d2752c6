using System.Globalization;

using Prunella.Contracts;

namespace Prunella.Diagnosis.Ranking;

/// <summary>Says in one sentence, with its numbers, what a suspect is accused of.</summary>
internal static class Sentence
{
    public static string Of(Subject subject, Verdict best, string where, Witness witnesses)
    {
        var name = subject.Text[(subject.Text.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return string.Create(CultureInfo.InvariantCulture, $"{name}: {Saw(best)} ({best.Detector}); {where}; seen by {Names(witnesses)}.");
    }

    private static string Saw(Verdict verdict)
    {
        var e = verdict.Evidence;
        var counts = e.Total > 0 ? string.Create(CultureInfo.InvariantCulture, $"{e.Bad} of {e.Total} bad, ") : "";
        return verdict.Signal switch
        {
            SignalKind.Latency => string.Create(CultureInfo.InvariantCulture, $"{counts}{e.Value} ms where {e.Expected} ms is expected"),
            SignalKind.Errors when e.Total > 0 => $"{e.Bad} of {e.Total} failed, {Share(e.Value)} where {Share(e.Expected)} is expected",
            SignalKind.Errors => $"{Share(e.Value)} failed where {Share(e.Expected)} is expected",
            _ => $"{Word(verdict.Signal)} of {Level(e.Value)} where {Level(e.Expected)} is expected",
        };
    }

    private static string Word(SignalKind signal) => signal switch
    {
        SignalKind.Traffic => "a rate",
        SignalKind.Backlog => "a backlog",
        _ => "a level",
    };

    private static string Share(long perMille) => string.Create(CultureInfo.InvariantCulture, $"{perMille / 10.0:0.#} %");

    private static string Level(long milli) => string.Create(CultureInfo.InvariantCulture, $"{milli / 1000.0:0.###}");

    private static string Names(Witness witnesses)
    {
        Witness[] all = [Witness.Probe, Witness.Gateway, Witness.Telemetry, Witness.Platform];
        var seen = all.Where(w => witnesses.HasFlag(w)).Select(w => w.ToString().ToLowerInvariant()).ToArray();
        return seen.Length == 0 ? "nobody" : string.Join(", ", seen);
    }
}
