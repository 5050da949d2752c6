using System.Globalization;
using System.Text;

using Prunella.Kernel.Reasons;

namespace Prunella.Runtime.Views;

/// <summary>A story as plain text for a terminal: what <c>prunella explain</c> prints.</summary>
public static class StoryText
{
    /// <summary>Where no width is known: what fits any terminal.</summary>
    public const int DefaultWidth = 100;

    private const int Narrowest = 40;
    private const int MostLogLines = 10;

    /// <summary>Renders a story.</summary>
    /// <param name="story">The story.</param>
    /// <param name="width">Columns to fill; below 40 counts as 40. A word longer than a line is not
    /// broken.</param>
    public static string Render(IncidentStory story, int width = DefaultWidth)
    {
        var text = new Lines(Math.Max(width, Narrowest));
        Head(text, story.Summary);
        // Whoever reads this while it is open may be the one who is asked to see to it.
        if (story.Handover is { } handover && story.Summary.ClosedUnixNanos == 0) HandOver(text, handover);
        text.Heading("What happened");
        var indent = 11;
        foreach (var line in story.Timeline)
            text.Item(After(line.AtUnixNanos - story.Summary.SinceUnixNanos).PadLeft(indent - 2) + "  ", line.Text);
        if (story.Remediations.Count > 0) text.Heading("Remedies");
        foreach (var r in story.Remediations)
        {
            text.Item("  ", $"{r.Id} {r.Recipe} on {Words.Name(r.Target)}: {Words.State(r.State)}.");
            if (r.Judgement is { } judged && !SaysWhatUsersSaw(judged)) text.Item("    ", $"Judged: {ReasonTexts.Say(judged)}.");
            if (r.Verification is { } v) text.Item("    ", Words.Verification(v));
            if (r.EndedUnixNanos == 0) text.Item("    ", $"To take it back: {r.Undo}.");
        }
        Tell(text, "Last error lines of the suspect", story.ErrorLines);
        Tell(text, "Last warnings of the suspect", story.WarningLines);
        return text.ToString();
    }

    private static void HandOver(Lines text, Handover handover)
    {
        text.Heading(handover.First);
        foreach (var (heading, lines) in handover.Parts())
        {
            text.Item("  ", heading + ":");
            foreach (var line in lines) text.Item("    ", line);
        }
    }

    private static void Tell(Lines text, string heading, IReadOnlyList<Contracts.LogLine> lines)
    {
        if (lines.Count > 0) text.Heading(heading);
        foreach (var line in lines.TakeLast(MostLogLines))
            text.Item("  ", $"{Numbers.Time(line.TimeUnixNanos)} {line.Instance}: {line.Body}");
    }

    /// <summary>The numbers that follow say the same.</summary>
    private static bool SaysWhatUsersSaw(Reason judged) =>
        judged.Code is ReasonCodes.Helped or ReasonCodes.NoEffect or ReasonCodes.Harmful or ReasonCodes.HarmfulNearby;

    private static void Head(Lines text, IncidentSummary s)
    {
        var suspect = s.Suspect is { } subject ? $"{Words.Name(subject)}, {Words.Fault(s.Fault)}" : "no suspect";
        text.Item("", $"Incident {s.Id}: {suspect}. {Capital(Words.Outcome(s.Outcome))}.");
        text.Item("", $"First symptom {Numbers.Time(s.SinceUnixNanos)}; detected after {Numbers.Span(s.OpenedUnixNanos - s.SinceUnixNanos)}" +
            (s.ClosedUnixNanos == 0 ? "." : $"; closed after {Numbers.Span(s.ClosedUnixNanos - s.SinceUnixNanos)}."));
        text.Item("", $"Services touched: {string.Join(", ", s.Neighbourhood)}." + (s.Escalated ? " A person was told." : ""));
        if (s.Marks is { } marks)
            text.Item("", "Marked " + string.Join("; ", marks.Select(m => $"{Words.Mark(m.Kind, m.Suspect, m.Fault, m.Remediation)} by {m.By}")) + ".");
    }

    private static string After(long nanos) => string.Create(CultureInfo.InvariantCulture, $"{(nanos < 0 ? "-" : "+")}{Math.Abs(nanos) / 1e9:0.0} s");

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>Lines of bounded width; what goes on is indented under its beginning.</summary>
    private sealed class Lines(int width)
    {
        private readonly StringBuilder _text = new();

        public void Heading(string heading) => _text.Append('\n').Append(heading).Append('\n');

        public void Item(string lead, string text)
        {
            var line = new StringBuilder(lead);
            var hang = new string(' ', lead.Length);
            var begun = false;
            foreach (var word in text.Split((char[])[' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
            {
                if (begun && line.Length + 1 + word.Length > width)
                {
                    _text.Append(line).Append('\n');
                    line.Clear().Append(hang);
                    begun = false;
                }
                if (begun) line.Append(' ');
                line.Append(Visible(word));
                begun = true;
            }
            _text.Append(line).Append('\n');
        }

        public override string ToString() => _text.ToString();

        /// <summary>What comes from outside must not steer the terminal.</summary>
        private static string Visible(string word) =>
            word.Any(char.IsControl) ? string.Concat(word.Select(c => char.IsControl(c) ? '?' : c)) : word;
    }
}
