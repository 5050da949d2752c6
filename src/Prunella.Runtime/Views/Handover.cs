namespace Prunella.Runtime.Views;

/// <summary>What a person needs who takes an incident over: everything that is known, in the order in which he will
/// ask.</summary>
/// <param name="First">One line: which incident needs him, and why.</param>
/// <param name="Seen">What was seen, since when, oldest first.</param>
/// <param name="Suspects">Who is suspected of what, how likely, and why; best first.</param>
/// <param name="Tried">Each remedy with its effect, its bounds, against what it was compared, and why it was kept or
/// taken back.</param>
/// <param name="Considered">What else was thought of, and why it was not done.</param>
/// <param name="InForce">What of it is in force now, and until when.</param>
/// <param name="Owners">Whose policies they are, and where to read on.</param>
public sealed record Handover(
    string First,
    IReadOnlyList<string> Seen,
    IReadOnlyList<string> Suspects,
    IReadOnlyList<string> Tried,
    IReadOnlyList<string> Considered,
    IReadOnlyList<string> InForce,
    IReadOnlyList<string> Owners)
{
    /// <summary>The parts that hold anything, each under its heading, in order.</summary>
    public IEnumerable<(string Heading, IReadOnlyList<string> Lines)> Parts()
    {
        (string, IReadOnlyList<string>)[] all =
        [
            ("Seen", Seen), ("Suspected", Suspects), ("Tried", Tried), ("Considered and not done", Considered),
            ("In force now", InForce), ("Whose it is", Owners),
        ];
        return all.Where(p => p.Item2.Count > 0);
    }

    /// <summary>The details on one line each, after the first line; for notifications.</summary>
    public string Details() => string.Join('\n', Parts().SelectMany(p => p.Lines.Select(l => $"{p.Heading}: {l}")));
}
