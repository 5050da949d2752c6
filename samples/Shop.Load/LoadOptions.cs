using System.Globalization;

namespace Prunella.Samples.Load;

/// <summary>What is asked, how often, and where the figures go.</summary>
internal sealed record LoadOptions(Uri Target, HttpMethod Method, int Rate, Uri? Also, string Out, TimeSpan Longest)
{
    public const string Usage = "usage: Prunella.Samples.Load --target URL [--method POST] --rate N --out FILE [--also URL] [--max-seconds 3600]";

    private static readonly string[] Names = ["--target", "--method", "--rate", "--out", "--also", "--max-seconds"];

    /// <summary>Null when something is missing, unknown or out of its range.</summary>
    public static LoadOptions? Parse(IReadOnlyList<string> arguments)
    {
        var given = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < arguments.Count; i += 2) given[arguments[i]] = arguments[i + 1];
        if (arguments.Count % 2 != 0 || given.Keys.Except(Names).Any()) return null;
        if (Address(given, "--target") is not { } target || !given.TryGetValue("--out", out var file)) return null;
        if (given.ContainsKey("--also") && Address(given, "--also") is null) return null;
        if (Number(given, "--rate", 0) is not (>= 1 and <= 5000 and var rate)) return null;
        if (Number(given, "--max-seconds", 3600) is not (>= 1 and <= 86_400 and var longest)) return null;
        var method = new HttpMethod(given.GetValueOrDefault("--method", "GET"));
        return new LoadOptions(target, method, rate, Address(given, "--also"), file, TimeSpan.FromSeconds(longest));
    }

    private static Uri? Address(SortedDictionary<string, string> given, string name) =>
        given.TryGetValue(name, out var text) && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) ? uri : null;

    private static int Number(SortedDictionary<string, string> given, string name, int otherwise) =>
        !given.TryGetValue(name, out var text) ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : -1;
}
