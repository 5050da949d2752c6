using System.Globalization;

namespace Prunella.Samples.Load;

/// <summary>What is asked, how often, and where the figures go.</summary>
internal sealed record LoadOptions(Uri Target, HttpMethod Method, int Rate, Uri? Also, string Out, TimeSpan Longest)
{
    public const string Usage = "usage: Prunella.Samples.Load --target URL [--method POST] --rate N --out FILE [--also URL] [--max-seconds 3600]";

    public static LoadOptions? Parse(IReadOnlyList<string> arguments)
    {
        var given = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < arguments.Count; i += 2) given[arguments[i]] = arguments[i + 1];
        if (arguments.Count % 2 != 0
            || !given.TryGetValue("--target", out var target) || !Uri.TryCreate(target, UriKind.Absolute, out var uri)
            || !given.TryGetValue("--out", out var file)
            || !given.TryGetValue("--rate", out var rate) || !int.TryParse(rate, CultureInfo.InvariantCulture, out var perSecond) || perSecond is < 1 or > 5000)
            return null;
        var longest = given.TryGetValue("--max-seconds", out var text) && int.TryParse(text, CultureInfo.InvariantCulture, out var seconds) ? seconds : 3600;
        return new LoadOptions(
            uri, new HttpMethod(given.GetValueOrDefault("--method", "GET")), perSecond,
            given.TryGetValue("--also", out var also) ? new Uri(also) : null, file, TimeSpan.FromSeconds(longest));
    }
}
