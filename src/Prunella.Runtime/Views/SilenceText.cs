using Prunella.Kernel.Events;

namespace Prunella.Runtime.Views;

/// <summary>What persons have in hand, in words.</summary>
public static class SilenceText
{
    /// <summary>A silence that begins.</summary>
    public static string Of(Silenced s) =>
        $"{s.By} has {Words.Name(s.Subject)} in hand for {Numbers.Span(s.Until - s.At)}: {What(s.Debug)} ({s.Because}).";

    /// <summary>One that holds, as the status shows it.</summary>
    public static string Line(SilenceView s, long at) =>
        $"{Words.Name(s.Subject)} is in hand of {s.By} for {Numbers.Span(Math.Max(0, s.UntilUnixNanos - at))} more: {What(s.Debug)} ({s.Because})";

    private static string What(bool debug) => debug ? "it is not touched, and nobody is told of it" : "nobody is told of it";
}
