using System.Globalization;

namespace Prunella.Runtime.Views;

/// <summary>What was not taken, in the words of the terminal and the page: only what somebody should do something
/// about.</summary>
public static class ShedText
{
    /// <summary>At most one sentence for the healer's doing and one for the senders'; none when all is well.</summary>
    public static IReadOnlyList<string> Lines(IReadOnlyList<ShedCount> shed)
    {
        ArgumentNullException.ThrowIfNull(shed);
        return
        [
            .. Line(shed, ShedCause.Healer, "Less was seen than was sent"),
            .. Line(shed, ShedCause.Sender, "To be mended at a sender"),
        ];
    }

    private static IEnumerable<string> Line(IReadOnlyList<ShedCount> shed, ShedCause cause, string words)
    {
        var parts = shed.Where(s => s.Cause == cause && s.Count > 0)
            .Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Reason} {s.Count}"))
            .ToArray();
        if (parts.Length > 0) yield return $"{words}: {string.Join(", ", parts)} since the start.";
    }
}
