using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;

using Prunella.Contracts;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.State;
using Prunella.Runtime.Loop;
using Prunella.Senses.Otlp;
using Prunella.Server.Metrics;

namespace Prunella.House.Tests;

/// <summary>The reference page lists every instrument with its meter, its names, its unit and its attributes, and
/// nothing else: the instruments are made and used here, and compared with the page.</summary>
public sealed partial class MetricPageTests
{
    [Fact]
    public void The_page_lists_what_the_healer_measures_and_nothing_else()
    {
        var page = File.ReadAllText(Path.Combine(House.Root, "docs", "reference", "metrics.md"));
        var meters = Meter().Split(page).Skip(1).Chunk(2).ToArray();
        var said = meters.SelectMany(m => Row().Matches(m[1]).Select(r => $"{m[0]}: {r.Groups[1].Value}"));

        Assert.Equal(Measured().Order(StringComparer.Ordinal), said.Order(StringComparer.Ordinal));
    }

    private static List<string> Measured()
    {
        var found = new SortedDictionary<string, (Instrument Instrument, string Attributes)>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name is HealerMetrics.MeterName or OtlpIntake.MeterName)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((i, _, labels, _) => found[i.Name] = (i, Names(labels)));
        listener.SetMeasurementEventCallback<double>((i, _, labels, _) => found[i.Name] = (i, Names(labels)));
        listener.Start();
        Measure();
        return [.. found.Values.Select(f => Line(f.Instrument, f.Attributes))];
    }

    /// <summary>Uses every instrument once; one that is missing here is missing among the found ones.</summary>
    private static void Measure()
    {
        using var metrics = new HealerMetrics();
        var started = new Stamped(1, Actor.System("test"), new LoopStarted("birth", 1));
        metrics.Decided(new ControlLoop(KernelRules.Real, KernelState.Empty, _ => PolicySet.Empty).Offer(started));
        metrics.Appended(1, TimeSpan.Zero);
        metrics.Lagged(TimeSpan.Zero);
        metrics.Answered(Verb.Eject, OutcomeKind.Succeeded);
        metrics.Learned(Outcome.Helped);
        metrics.Refused("guardrail.frozen");
        metrics.Judged(new VerificationResult("i1.r1", VerificationVerdict.Helped, 1, 2, 0, 2, 500, 1, 900, true));
        metrics.Rehearsed(true);
        metrics.Shed("spans.queue-full", 1);
        metrics.Incidents(1);
        metrics.Marked("real");
        metrics.Canaries(1, 0);
        metrics.Ticked(TimeSpan.Zero);
        using var intake = new OtlpIntake(
            new OtlpOptions(), new OtlpPorts(_ => null, _ => null, (_, _) => null), TimeProvider.System);
        intake.Authenticate(null);
    }

    private static string Line(Instrument instrument, string attributes)
    {
        var tally = InstrumentTally.For(instrument)!;
        var kind = tally.Kind == MetricKind.UpDownCounter ? "up-down counter" : tally.Kind == MetricKind.Counter ? "counter" : "histogram";
        return $"{instrument.Meter.Name}: | `{instrument.Name}` | `{PrometheusText.NameOf(tally)}` | {kind}, `{instrument.Unit}` | {attributes} |";
    }

    private static string Names(ReadOnlySpan<KeyValuePair<string, object?>> labels) =>
        string.Join(", ", labels.ToArray().Select(l => $"`{l.Key}`"));

    [GeneratedRegex(@"^## Meter `([\w.]+)`$", RegexOptions.Multiline)]
    private static partial Regex Meter();

    [GeneratedRegex(@"^(\| `prunella\.[^|]+\|[^|]+\|[^|]+\|[^|]*\|)", RegexOptions.Multiline)]
    private static partial Regex Row();
}
