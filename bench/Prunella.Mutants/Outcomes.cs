using System.Globalization;
using System.Text;

namespace Prunella.Mutants;

/// <summary>What became of the mutants, as a page: the score, for each file, and the survivors.</summary>
internal sealed class Outcomes(
    IReadOnlyList<Mutant> mutants, IReadOnlyDictionary<int, string> said, Equivalents equivalents)
{
    /// <summary>No test noticed it, or none meets it.</summary>
    public static bool IsAlive(string outcome) => outcome is "survived" or "unreached";

    /// <summary>Those that no test noticed, and that nobody has shown to be equivalent.</summary>
    public IReadOnlyList<Mutant> Survivors { get; } =
        [.. mutants.Where(m => IsAlive(said[m.Id]) && !equivalents.Hold(m))];

    /// <summary>All of it.</summary>
    public string Page()
    {
        var page = new StringBuilder();
        foreach (var file in mutants.GroupBy(m => m.File))
            page.AppendLine(CultureInfo.InvariantCulture, $"{Score([.. file]),8}  {file.Key}");
        page.AppendLine().AppendLine("Survivors:");
        foreach (var m in Survivors)
            page.AppendLine(CultureInfo.InvariantCulture, $"{m.File}:{m.Line} {(said[m.Id] == "unreached" ? "not reached: " : "")}{m.Change}");
        return page.AppendLine().AppendLine(Total()).ToString();
    }

    /// <summary>In two sentences.</summary>
    public string Total()
    {
        int Count(string outcome) => said.Values.Count(s => s.StartsWith(outcome, StringComparison.Ordinal));
        var shown = mutants.Count(m => IsAlive(said[m.Id]) && equivalents.Hold(m));
        return $"Score {Score(mutants)}: of {mutants.Count} mutants {Count("killed")} killed, {Count("endless")} endless, "
            + $"{Count("crashed")} crashed, {Count("survived")} survived, {Count("unreached")} not reached. Without the {shown} "
            + $"survivors that are listed as equivalent: {Percent(mutants.Count - shown - Survivors.Count, mutants.Count - shown)}.";
    }

    private string Score(IReadOnlyList<Mutant> some) => Percent(some.Count(m => !IsAlive(said[m.Id])), some.Count);

    private static string Percent(int some, int all) =>
        string.Create(CultureInfo.InvariantCulture, $"{(all == 0 ? 0 : some * 1000 / all) / 10m:0.0} %");
}
