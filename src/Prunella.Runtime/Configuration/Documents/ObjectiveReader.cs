using Prunella.Contracts;
using Prunella.Kernel.Policies;

using static Prunella.Runtime.Configuration.Documents.Bounds;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Who is judged by an objective.</summary>
internal enum ObjectiveScope
{
    /// <summary>The service, over all its instances together.</summary>
    Service,

    /// <summary>Each instance by itself.</summary>
    Instance,
}

/// <summary>Reads a policy's objective: a bound on a signal, or an error budget, and when it counts as
/// broken and as kept again.</summary>
internal static class ObjectiveReader
{
    private const string Quantiles = "0.001 to 0.999, at most three digits after the point, such as 0.99";

    public static Objective Read(Fields o)
    {
        var signal = o.Word("signal", SignalKind.Latency);
        if (signal is SignalKind.Gauge or SignalKind.Counter)
            o.Problems.Warn(o.At("signal"), "is judged by nothing yet", signal.ToString().ToLowerInvariant(), "latency, errors, traffic, saturation or backlog");
        var before = o.Problems.Count;
        var below = Bound(o, "below", signal);
        var above = Bound(o, "above", signal);
        var isRead = o.Problems.Count == before;
        var quantile = Quantile(o);
        var budget = o.Map("budget") is { } map ? BudgetReader.Read(map) : null;
        var isPerInstance = o.Word("scope", ObjectiveScope.Service) == ObjectiveScope.Instance;
        var recovery = o.Map("recover") is { } recover ? Recovery(recover, signal, budget is not null) : null;
        if (o.Has("budget")) CheckBudget(o, signal, isPerInstance);
        else if (below == 0 && above == 0 && isRead)
            o.Problems.Add(o.Place, "has no bound", "", "below, above or both, or a budget");
        else CheckBounds(o, (below, above));
        var read = new Objective(
            signal, quantile, below, above, o.Duration("for", o.Has("budget") ? 0 : 5 * Second, 0, Day), recovery, budget,
            isPerInstance ? true : null);
        o.Done();
        return read;
    }

    private static void CheckBudget(Fields o, SignalKind signal, bool isPerInstance)
    {
        if (signal is not (SignalKind.Errors or SignalKind.Latency))
            o.Problems.Add(o.At("budget"), "needs requests that can be bad", signal.ToString().ToLowerInvariant(), "signal errors or latency");
        if (signal == SignalKind.Latency && !o.Has("below"))
            o.Problems.Add(o.At("budget"), "does not say what is late", "", "below: a duration, such as 250ms");
        if (signal == SignalKind.Errors && o.Has("below"))
            o.Problems.Add(o.At("below"), "stands beside a budget, whose allowed share says the same", "", "one of the two");
        if (o.Has("above"))
            o.Problems.Add(o.At("above"), "means nothing beside a budget", "", "no above");
        if (o.Has("quantile"))
            o.Problems.Add(o.At("quantile"), "stands beside a budget, whose allowed share says the same (0.99 is 1%)", "", "one of the two");
        if (isPerInstance)
            o.Problems.Add(o.At("scope"), "has no budget of its own: a budget is the service's", "instance", "service, or a bound instead of the budget");
    }

    private static void CheckBounds(Fields o, (long Below, long Above) bounds)
    {
        if (bounds is { Below: > 0, Above: > 0 } && bounds.Above >= bounds.Below)
            o.Problems.Warn(o.At("above"), "leaves nothing that is acceptable: it is not under below", "", "a lower above, or a higher below");
    }

    private static Recovery Recovery(Fields r, SignalKind signal, bool isBudget)
    {
        var most = !isBudget && signal is SignalKind.Latency or SignalKind.Errors ? 2000 : 1000;
        var recovery = new Recovery(
            r.Has("to") ? r.Share("to", 0, 100, most) : 0, r.Has("for") ? r.Duration("for", 0, Second, Day) : 0);
        r.Done();
        return recovery;
    }

    private static int Quantile(Fields o)
    {
        if (!o.Has("quantile")) return 990;
        var text = o.Text("quantile", "");
        if (Quantities.Number(text) is { } number and >= 0.001m and <= 0.999m && number * 1000 % 1 == 0)
            return (int)(number * 1000);
        o.Wrong("quantile", text, "is no quantile", Quantiles);
        return 990;
    }

    /// <summary>
    /// In thousandths: a duration for latency, a share for errors and saturation, a plain number
    /// otherwise.
    /// </summary>
    private static long Bound(Fields o, string key, SignalKind signal)
    {
        if (!o.Has(key)) return 0;
        if (signal == SignalKind.Latency) return o.Duration(key, 0, Millisecond, Hour) / Millisecond;
        var text = o.Text(key, "");
        if (Quantities.Share(text) is { } share) return share;
        if (signal != SignalKind.Errors && Quantities.Number(text) is { } number) return (long)(number * 1000);
        o.Wrong(key, text, "is no bound for this signal", signal == SignalKind.Errors ? Quantities.ShareForm : "a number, or a share with %");
        return 0;
    }
}
