using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Runtime.Configuration.Documents.Declared;

using static Prunella.Runtime.Configuration.Documents.Bounds;
using static Prunella.Runtime.Configuration.Documents.Declared.ObjectiveFields;

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
    public static Objective Read(Fields o)
    {
        var signal = o.Read(Signal);
        if (signal is SignalKind.Gauge or SignalKind.Counter)
            o.Problems.Warn(o.At(Signal), "is judged by nothing yet", Words.Of(signal), "latency, errors, traffic, saturation or backlog");
        var before = o.Problems.Count;
        var below = Bound(o, Below, signal);
        var above = Bound(o, Above, signal);
        var isRead = o.Problems.Count == before;
        var quantile = QuantileOf(o);
        var budget = o.Read(Budget) is { } map ? BudgetReader.Read(map) : null;
        var isPerInstance = o.Read(Scope) == ObjectiveScope.Instance;
        var recovery = o.Read(Recover) is { } recover ? Recovery(recover, signal, budget is not null) : null;
        if (o.Has(Budget)) CheckBudget(o, signal, isPerInstance);
        else if (below == 0 && above == 0 && isRead)
            o.Problems.Add(o.Place, "has no bound", "", "below, above or both, or a budget");
        else CheckBounds(o, (below, above));
        return new Objective(
            signal, quantile, below, above, o.Read(For, o.Has(Budget) ? 0 : 5 * Second), recovery, budget,
            isPerInstance ? true : null);
    }

    private static void CheckBudget(Fields o, SignalKind signal, bool isPerInstance)
    {
        if (signal is not (SignalKind.Errors or SignalKind.Latency))
            o.Problems.Add(o.At(Budget), "needs requests that can be bad", Words.Of(signal), "signal errors or latency");
        if (signal == SignalKind.Latency && !o.Has(Below))
            o.Problems.Add(o.At(Budget), "does not say what is late", "", "below: a duration, such as 250ms");
        if (signal == SignalKind.Errors && o.Has(Below))
            o.Problems.Add(o.At(Below), "stands beside a budget, whose allowed share says the same", "", "one of the two");
        if (o.Has(Above))
            o.Problems.Add(o.At(Above), "means nothing beside a budget", "", "no above");
        if (o.Has(Quantile))
            o.Problems.Add(o.At(Quantile), "stands beside a budget, whose allowed share says the same (0.99 is 1%)", "", "one of the two");
        if (isPerInstance)
            o.Problems.Add(o.At(Scope), "has no budget of its own: a budget is the service's", "instance", "service, or a bound instead of the budget");
    }

    private static void CheckBounds(Fields o, (long Below, long Above) bounds)
    {
        if (bounds is { Below: > 0, Above: > 0 } && bounds.Above >= bounds.Below)
            o.Problems.Warn(o.At(Above), "leaves nothing that is acceptable: it is not under below", "", "a lower above, or a higher below");
    }

    private static Recovery Recovery(Fields r, SignalKind signal, bool isBudget)
    {
        var most = !isBudget && signal is SignalKind.Latency or SignalKind.Errors ? To.Most : 1000;
        var to = r.Read(To);
        if (to > most) r.OutOfRange(To, $"{to / 10}%", most);
        return new Recovery(to, r.Read(WellFor, 0));
    }

    private static int QuantileOf(Fields o)
    {
        if (!o.Has(Quantile)) return 990;
        var text = o.Read(Quantile);
        if (Quantities.Number(text) is { } number and >= 0.001m and <= 0.999m && number * 1000 % 1 == 0)
            return (int)(number * 1000);
        o.Wrong(Quantile, text, "is no quantile", Quantile.Type);
        return 990;
    }

    /// <summary>
    /// In thousandths: a duration for latency, a share for errors and saturation, a plain number
    /// otherwise.
    /// </summary>
    private static long Bound(Fields o, FormField field, SignalKind signal)
    {
        if (!o.Has(field)) return 0;
        var text = o.Read(field);
        if (signal == SignalKind.Latency) return (o.DurationOf(field, text, (Millisecond, Hour)) ?? 0) / Millisecond;
        if (Quantities.Share(text) is { } share) return share;
        if (signal != SignalKind.Errors && Quantities.Number(text) is { } number) return (long)(number * 1000);
        o.Wrong(field, text, "is no bound for this signal", signal == SignalKind.Errors ? Quantities.ShareForm : "a number, or a share with %");
        return 0;
    }
}
