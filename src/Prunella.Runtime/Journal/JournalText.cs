using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Prunella.Runtime.Journal;

/// <summary>Makes foreign words fit to be kept for ever: no control characters, no great length, nothing that looks
/// like a secret.</summary>
/// <remarks>
/// Intuition: a journal cannot be redacted afterwards without breaking its chain, so what looks like a secret goes
/// before it is written, and a false alarm costs one word of a sentence. Cleaning twice gives what cleaning once
/// gave, so that what was decided on clean text is journalled as it was. What it cannot know: a password that looks
/// like a word and stands alone.
/// </remarks>
public static partial class JournalText
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Redacted = "[redacted]";

    /// <summary>Longest text kept: the longest that any contract allows (an outcome's detail, 300
    /// characters).</summary>
    public const int MaxText = 300;

    /// <summary>Longest identifier kept: a wake-up's key joins a few names of at most 255 characters.</summary>
    public const int MaxIdentifier = 1024;

    /// <summary>Redaction shrinks a text, so more than is kept is looked at, but never more than so many times as
    /// much.</summary>
    private const int Lookahead = 4;

    /// <summary>Cleaning can bring together what makes a new match (a cut, a removed character); it settles in two
    /// rounds.</summary>
    private const int MaxRounds = 4;

    /// <summary>Cleans free text: a person's reason, a target's answer, a suspect's sentence.</summary>
    public static string Text(string value) => Clean(value, MaxText, opaqueToo: true);

    /// <summary>Cleans an identifier: as text, but long opaque runs stay, because container ids and hashes are
    /// such.</summary>
    public static string Identifier(string value) => Clean(value, MaxIdentifier, opaqueToo: false);

    private static string Clean(string value, int limit, bool opaqueToo)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var next = Once(value, limit, opaqueToo);
            if (next == value) return value;
            value = next;
        }
        return value;
    }

    private static string Once(string value, int limit, bool opaqueToo)
    {
        var text = Printable(Cut(value, limit * Lookahead, ""));
        text = PrivateKey().Replace(text, Redacted);
        text = UserInfo().Replace(text, "://" + Redacted + "@");
        text = Scheme().Replace(text, "$1 " + Redacted);
        text = Assignment().Replace(text, "$1=" + Redacted);
        text = KnownToken().Replace(text, Redacted);
        if (opaqueToo) text = Opaque().Replace(text, Redacted);
        return Cut(text, limit, "…");
    }

    /// <summary>Control and format characters (line ends, escapes, text direction) and halves of pairs become one
    /// blank.</summary>
    private static string Printable(string value)
    {
        if (value.EnumerateRunes().All(IsPrintable)) return value;
        var text = new StringBuilder(value.Length);
        foreach (var rune in value.EnumerateRunes())
        {
            if (IsPrintable(rune)) text.Append(rune);
            else if (text.Length > 0 && text[^1] != ' ') text.Append(' ');
        }
        return text.ToString();
    }

    private static bool IsPrintable(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static string Cut(string value, int limit, string mark)
    {
        if (value.Length <= limit) return value;
        var end = limit - mark.Length;
        if (char.IsHighSurrogate(value[end - 1])) end--;
        return value[..end] + mark;
    }

    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*-----|$)", RegexOptions.Singleline)]
    private static partial Regex PrivateKey();

    /// <summary><c>https://user:pass@host</c>.</summary>
    [GeneratedRegex(@"://[^\s/@]+@")]
    private static partial Regex UserInfo();

    /// <summary><c>Bearer …</c>, <c>Basic …</c>.</summary>
    [GeneratedRegex(@"\b(bearer|basic|digest|negotiate)\s+[A-Za-z0-9\-._~+/]{3,}=*", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    /// <summary><c>password=…</c>, <c>"apiKey": "…"</c>, <c>x-api-key: …</c>, <c>--token=…</c>.</summary>
    [GeneratedRegex(
        """([\w\-]*(?:password|passwd|passphrase|pwd|secret|token|key|authorization|credentials?|cookie|session_?id|sig|signature))["']?\s*[=:]\s*(?:"[^"]*"?|'[^']*'?|[^\s,;&"')}]+)""",
        RegexOptions.IgnoreCase)]
    private static partial Regex Assignment();

    /// <summary>JSON web tokens, and the prefixes by which well-known issuers mark theirs, ours included.</summary>
    [GeneratedRegex(@"\beyJ[A-Za-z0-9_\-]{5,}(\.[A-Za-z0-9_\-]*){1,2}|\b(AKIA|ASIA)[A-Z0-9]{12,}|\b(gh[pousr]_|github_pat_|glpat-|xox[a-z]-|sk-|prn_)[A-Za-z0-9_\-]{12,}")]
    private static partial Regex KnownToken();

    /// <summary>
    /// 32 or more characters of base64 with both cases and a digit among them, or 32 or more hex digits: 128 bits or
    /// more, which no word reaches.
    /// </summary>
    [GeneratedRegex(@"(?<![A-Za-z0-9+/_\-])(?=[A-Za-z+/_\-]*\d)(?=[A-Z\d+/_\-]*[a-z])(?=[a-z\d+/_\-]*[A-Z])[A-Za-z0-9+/_\-]{32,}={0,2}|(?<![A-Za-z0-9])[0-9a-fA-F]{32,}(?![A-Za-z0-9])")]
    private static partial Regex Opaque();
}
