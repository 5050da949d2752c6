namespace Prunella.Runtime.Configuration.Documents;

/// <summary>What was probably meant: the nearest word by Levenshtein's distance, if it is near.</summary>
internal static class Suggestion
{
    public static string For(string word, IEnumerable<string> known)
    {
        var best = known.Select(k => (Word: k, Distance: Distance(word, k))).OrderBy(k => k.Distance)
            .ThenBy(k => k.Word, StringComparer.Ordinal).FirstOrDefault();
        return best.Word is not null && best.Distance <= Math.Max(1, word.Length / 3) ? $"; did you mean '{best.Word}'?" : "";
    }

    private static int Distance(string a, string b)
    {
        if (a.Length > 64 || b.Length > 64) return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[^1];
    }
}
