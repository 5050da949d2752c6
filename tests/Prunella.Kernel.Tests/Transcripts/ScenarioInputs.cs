using System.Globalization;

using Prunella.Contracts;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Learning;

namespace Prunella.Kernel.Tests.Transcripts;

/// <summary>Reads the inputs of scenarios.</summary>
internal static class ScenarioInputs
{
    /// <summary><c>verdict SUBJECT HEALTH FAULT by DETECTOR [witnesses=..] [positive] [confidence=..] [surprise=..] [since=-2s]</c>.</summary>
    public static Verdict Verdict(string[] w, long at)
    {
        var options = Options(w, 6);
        var fault = Enum.Parse<FaultKind>(w[3], ignoreCase: true);
        var witnesses = options.TryGetValue("witnesses", out var named)
            ? named.Split('+').Aggregate(Witness.None, (all, name) => all | Enum.Parse<Witness>(name, ignoreCase: true))
            : w[5].StartsWith("probe", StringComparison.Ordinal) ? Witness.Probe : Witness.Gateway;
        return new Verdict(
            Subject.Parse(w[1]), fault == FaultKind.Slow ? SignalKind.Latency : SignalKind.Errors, w[5], "",
            Enum.Parse<Health>(w[2], ignoreCase: true), int.Parse(options.GetValueOrDefault("confidence", "900"), CultureInfo.InvariantCulture),
            Direction.Up, at - (options.TryGetValue("since", out var since) ? ScenarioFleet.Nanos(since.TrimStart('-')) : 0), fault, witnesses,
            options.ContainsKey("positive"),
            new Evidence(1, 0, 1, 0, 0, int.Parse(options.GetValueOrDefault("surprise", "0"), CultureInfo.InvariantCulture)));
    }

    /// <summary><c>ranking SUBJECT FAULT P [or SUBJECT FAULT P ...] [victims=a,b] [abstained]</c>, or <c>ranking none</c>.</summary>
    public static IReadOnlyList<SuspectRanking> Rankings(string[] w)
    {
        if (w[1] == "none") return [];
        var suspects = new List<Suspect>();
        var i = 1;
        for (; i + 2 < w.Length && w[i].Contains('/', StringComparison.Ordinal); i += w.Length > i + 3 && w[i + 3] == "or" ? 4 : 3)
            suspects.Add(new Suspect(Subject.Parse(w[i]), Enum.Parse<FaultKind>(w[i + 1], ignoreCase: true), int.Parse(w[i + 2], CultureInfo.InvariantCulture), ""));
        var options = Options(w, i);
        var victims = options.TryGetValue("victims", out var named) ? named.Split(',').Select(n => new ServiceId(n)).ToArray() : [];
        ServiceId[] around = [.. suspects.Select(s => s.Subject.Service).Concat(victims).Distinct().Order()];
        return [new SuspectRanking(suspects, [.. victims.Select(Subject.Of)], options.ContainsKey("abstained"), around)];
    }

    /// <summary><c>reflex INSTANCE out|in</c>; a report names all that are out, so the others are carried on.</summary>
    public static GatewayReport Report(string[] w, long at, SortedSet<string> isOut)
    {
        if (w[2] == "out") isOut.Add(w[1]);
        else isOut.Remove(w[1]);
        return new GatewayReport("edge", at, [.. isOut.Select(i => new DestinationState(InstanceId.Parse(i), 0, 0, true, false, at))]);
    }

    /// <summary><c>verified REMEDIATION VERDICT BAD/TOTAL BAD/TOTAL [final] [effect=LOW/MIDDLE/HIGH]
    /// [control=KIND:BAD/TOTAL:BAD/TOTAL] [neighbour=SUBJECT:BAD/TOTAL:BAD/TOTAL] [acted=TIME]</c>.</summary>
    public static VerificationResult Result(string[] w, Func<string, long> timeOf)
    {
        var (before, after) = (Numbers(w[3]), Numbers(w[4]));
        var options = Options(w, 5);
        var effect = options.TryGetValue("effect", out var bounds) ? Numbers(bounds) : [0, 0, 0];
        var result = new VerificationResult(
            w[1], Enum.Parse<VerificationVerdict>(w[2].Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
            before[0], before[1], after[0], after[1], (int)effect[1], (int)effect[0], (int)effect[2], w.Contains("final"));
        if (options.TryGetValue("acted", out var acted)) result = result with { ActedUnixNanos = timeOf(acted) };
        if (options.TryGetValue("control", out var control) && control.Split(':') is var c)
        {
            var by = Enum.Parse<VerificationControl>(c[0].Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
            var (was, became) = c.Length > 1 ? (Numbers(c[1]), Numbers(c[2])) : ([0, 0], [0, 0]);
            result = result with { Control = new ControlCounts(by, was[0], was[1], became[0], became[1]) };
        }
        if (options.TryGetValue("neighbour", out var neighbour) && neighbour.Split(':') is var n)
        {
            var (was, became) = (Numbers(n[1]), Numbers(n[2]));
            result = result with { Neighbour = new SideEffect(Subject.Parse(n[0]), was[0], was[1], became[0], became[1]) };
        }
        return result;
    }

    private static long[] Numbers(string text) =>
        [.. text.Split('/').Select(n => long.Parse(n, CultureInfo.InvariantCulture))];

    /// <summary><c>mark INCIDENT KIND [by=..] [agent=..] [suspect=..] [fault=..] [remediation=..] [note=..]</c>.</summary>
    public static MarkCommanded Mark(string[] w)
    {
        var options = Options(w, 3);
        return new MarkCommanded(
            w[1], MarkKinds.Find(w[2]) ?? throw new FormatException($"'{w[2]}' is no mark."),
            options.TryGetValue("suspect", out var suspect) ? Subject.Parse(suspect) : null,
            options.TryGetValue("fault", out var fault) ? Enum.Parse<FaultKind>(fault, ignoreCase: true) : null,
            options.GetValueOrDefault("remediation", ""), options.GetValueOrDefault("note", ""));
    }

    private static Dictionary<string, string> Options(string[] words, int from) =>
        words.Skip(from).Select(w => w.Split('=', 2)).ToDictionary(w => w[0], w => w.Length > 1 ? w[1] : "true");
}
