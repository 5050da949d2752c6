using System.Globalization;

using Prunella.Contracts;

namespace Prunella.Diagnosis.Ranking;

/// <summary>Says in one sentence, with its numbers, what a suspect is accused of.</summary>
internal static class Sentence
{
    public static string Of(Subject subject, Verdict best, string where, Witness witnesses)
    {
        var name = subject.Text[(subject.Text.IndexOf('/', StringComparison.Ordinal) + 1)..];
        var deploy = best.Evidence.Deploy is { } d
            ? $" It began {Whole(d.AfterNanos / 1_000_000_000)} s after version {d.Version} was deployed." : "";
        return $"{name}: {Saw(best)} ({best.Detector}); {where}; seen by {Names(witnesses)}.{deploy}";
    }

    private static string Saw(Verdict verdict)
    {
        var e = verdict.Evidence;
        var counts = e.Total > 0 ? $"{Whole(e.Bad)} of {Whole(e.Total)} bad, " : "";
        return verdict.Signal switch
        {
            _ when e.Burn is not null =>
                $"{counts}its error budget goes {Level(e.Value, null)} times as fast as it may",
            SignalKind.Latency => $"{counts}{Whole(e.Value)} ms where {Whole(e.Expected)} ms is expected",
            SignalKind.Errors => $"{counts}{Share(e.Value)} failed where {Share(e.Expected)} is expected",
            SignalKind.Saturation when verdict.Detector == "saturation" =>
                $"a level of {Level(e.Value, e.Unit)} of {Level(e.Expected, e.Unit)}",
            _ => $"{Word(verdict.Signal)} of {Level(e.Value, e.Unit)} where {Level(e.Expected, e.Unit)} is expected",
        };
    }

    private static string Word(SignalKind signal) => signal switch
    {
        SignalKind.Traffic => "a rate",
        SignalKind.Backlog => "a backlog",
        _ => "a level",
    };

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Share(long perMille) => (perMille / 10.0).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    private static string Level(long milli, string? unit) => unit switch
    {
        "1" => Share(milli),
        null or "" => (milli / 1000.0).ToString("0.###", CultureInfo.InvariantCulture),
        ['{', .. var counted, '}'] => $"{(milli / 1000.0).ToString("0.#", CultureInfo.InvariantCulture)} {counted.Replace('_', ' ')}s",
        _ => $"{(milli / 1000.0).ToString("0.#", CultureInfo.InvariantCulture)} {unit}",
    };

    private static string Names(Witness witnesses)
    {
        Witness[] all = [Witness.Probe, Witness.Gateway, Witness.Telemetry, Witness.Platform];
        var seen = all.Where(w => witnesses.HasFlag(w)).Select(w => w.ToString().ToLowerInvariant()).ToArray();
        return seen.Length == 0 ? "nobody" : string.Join(", ", seen);
    }
}
