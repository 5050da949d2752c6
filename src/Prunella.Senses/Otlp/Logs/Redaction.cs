using System.Text.RegularExpressions;

namespace Prunella.Senses.Otlp.Logs;

/// <summary>Takes secrets and personal data out of a log line and cuts it.</summary>
/// <remarks>
/// Better a line too bare than a secret kept: what looks like a credential is replaced although it
/// may be none. What it knows: credentials after Bearer or Basic, values after words such as
/// password, token, secret, api key; JSON web tokens; e-mail addresses; user and password in
/// addresses; hex of 24 digits and base64 of 32 characters and more (with a digit in it, or long
/// paths would go). A secret in plain words it cannot know. A line that takes longer than 100 ms in
/// one pattern is replaced whole. Control characters become spaces, so that no line can pretend to
/// be two.
/// </remarks>
internal static partial class Redaction
{
    /// <summary>Characters kept.</summary>
    public const int MaxKept = 512;

    /// <summary>
    /// Characters read: redaction shortens, so more than is kept must be looked at, but not without
    /// end.
    /// </summary>
    public const int MaxRead = 2_048;

    private const string Mark = "[redacted]";

    public static string Of(string text)
    {
        try
        {
            return Redacted(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return Mark;
        }
    }

    private static string Redacted(string text)
    {
        var cut = text.Length > MaxRead;
        if (cut) text = text[..MaxRead];
        text = Credential().Replace(text, "$1 " + Mark);
        text = AddressUser().Replace(text, "$1" + Mark + "@");
        text = Named().Replace(text, "$1" + Mark);
        text = WebToken().Replace(text, Mark);
        text = Mail().Replace(text, Mark);
        text = LongHex().Replace(text, Mark);
        text = LongBase64().Replace(text, Mark);
        text = Control().Replace(text, " ");
        // The cut may have halved a secret below the length at which it is recognised.
        if (cut) text = text[..Math.Max(0, text.LastIndexOf(' '))];
        return text.Length <= MaxKept ? text : text[..MaxKept];
    }

    [GeneratedRegex(@"\b(bearer|basic)\s+[A-Za-z0-9+/_.~=-]{4,}",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 100)]
    private static partial Regex Credential();

    [GeneratedRegex(@"(\b[a-z][a-z0-9+.-]{1,20}://)[^\s/@]{1,256}@",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 100)]
    private static partial Regex AddressUser();

    [GeneratedRegex(
        @"((?:password|passwd|pwd|passphrase|secret|token|credential|authorization|cookie|session|"
        + @"(?:api|access|account|shared)?[_-]?key)[""']?\s{0,4}[:=]\s{0,4})"
        + @"(?:""[^""]{0,512}""?|'[^']{0,512}'?|[^\s,;&""'}\]]+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 100)]
    private static partial Regex Named();

    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]{3,}){1,2}", RegexOptions.CultureInvariant, 100)]
    private static partial Regex WebToken();

    [GeneratedRegex(@"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}",
        RegexOptions.CultureInvariant, 100)]
    private static partial Regex Mail();

    [GeneratedRegex(@"[0-9a-fA-F]{24,}", RegexOptions.CultureInvariant, 100)]
    private static partial Regex LongHex();

    [GeneratedRegex(@"(?=[A-Za-z+/_-]{0,64}[0-9])[A-Za-z0-9+/_-]{32,}={0,2}", RegexOptions.CultureInvariant, 100)]
    private static partial Regex LongBase64();

    [GeneratedRegex(@"[\x00-\x1F\x7F-\x9F\u2028\u2029]+", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Control();
}
