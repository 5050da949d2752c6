namespace Prunella.Runtime.Views;

/// <summary>Whose doing it is that telemetry was not taken.</summary>
public enum ShedCause
{
    /// <summary>A limit or a fault of the healer: it sees less than was sent.</summary>
    Healer,

    /// <summary>It may not be sent, or cannot be used as it is: something is to be mended at the sender.</summary>
    Sender,

    /// <summary>Comes with restarts, repeats and instruments of no use here: nothing is to be done.</summary>
    Ordinary,
}

/// <summary>How much telemetry was not taken, or taken with a remark, since the healer's start, and why.</summary>
/// <param name="Reason">A stable word, listed in docs/reference/otlp.md and http-api.md.</param>
/// <param name="Count">Points, spans, lines or, where none were counted yet, requests.</param>
/// <param name="Cause">Whose doing; a peer that does not say so sheds at a limit.</param>
public sealed record ShedCount(string Reason, long Count, ShedCause Cause = ShedCause.Healer);
