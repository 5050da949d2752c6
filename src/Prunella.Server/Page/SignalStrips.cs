using System.Globalization;
using System.Text;

using Prunella.Contracts;
using Prunella.Runtime.Ports;

namespace Prunella.Server.Page;

/// <summary>The recent past of the signals that the page draws beside their values.</summary>
/// <param name="Series">One series per subject and signal.</param>
/// <param name="UntilSecond">Unix second at which they end.</param>
/// <param name="LeftOut">Signals that are not drawn because there are too many.</param>
internal sealed record SignalStrips(
    IReadOnlyDictionary<(Subject Subject, SignalKind Kind), IReadOnlyList<SignalReading>> Series, long UntilSecond,
    int LeftOut)
{
    public static readonly SignalStrips None =
        new(new Dictionary<(Subject, SignalKind), IReadOnlyList<SignalReading>>(), 0, 0);

    /// <summary>What the page draws, in its order.</summary>
    public static readonly IReadOnlyList<SignalKind> Kinds =
        [SignalKind.Errors, SignalKind.Latency, SignalKind.Traffic];

    /// <summary>Appends one signal's drawing, if there is one.</summary>
    public void Draw(StringBuilder html, Subject subject, SignalKind kind)
    {
        if (!Series.TryGetValue((subject, kind), out var readings)) return;
        // The length so far is a number that no other drawing on the page can have.
        var id = string.Create(CultureInfo.InvariantCulture, $"s{html.Length}");
        var of = subject.Kind == SubjectKind.Instance ? subject.Instance.ToString() : subject.Service.ToString();
        Sparkline.Draw(html, id, of, readings, UntilSecond);
    }

    /// <summary>Appends what is not drawn, if anything.</summary>
    public void SayLeftOut(StringBuilder html)
    {
        if (LeftOut == 0) return;
        html.Append(CultureInfo.InvariantCulture, $"<p>{LeftOut} signals are not drawn: the page draws {RecentSignals.MostDrawn}, those of unhealthy subjects first. <code>GET /v1/fleets/…/signals</code> has all.</p>");
    }
}
