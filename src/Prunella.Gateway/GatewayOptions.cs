namespace Prunella.Gateway;

/// <summary>What a gateway is started with.</summary>
/// <param name="Config">A document file or a folder of them.</param>
/// <param name="Name">Which gateway of the documents it is: its overlay target.</param>
/// <param name="Fleet">For which fleet.</param>
/// <param name="Healer">The healer's API, or null to run without.</param>
/// <param name="Data">Folder for what must survive: the highest epoch.</param>
/// <param name="TokenFile">File that holds its bearer token, or empty.</param>
/// <param name="Otlp">Where its own metrics go over gRPC, or null.</param>
internal sealed record GatewayOptions(string Config, string Name, string Fleet, Uri? Healer, string Data,
    string TokenFile, Uri? Otlp)
{
    public const string Usage =
        "usage: Prunella.Gateway --config FILE_OR_FOLDER --name NAME --data FOLDER [--fleet default] [--healer URL] [--token-file FILE] [--otlp URL]";

    /// <summary>Reads the command line; null when it is wrong.</summary>
    public static GatewayOptions? Parse(IReadOnlyList<string> arguments)
    {
        var given = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < arguments.Count; i += 2) given[arguments[i]] = arguments[i + 1];
        string[] known = ["--config", "--name", "--fleet", "--healer", "--data", "--token-file", "--otlp"];
        if (arguments.Count % 2 != 0 || given.Keys.Except(known).Any()) return null;
        if (!given.TryGetValue("--config", out var config) || !given.TryGetValue("--name", out var name) || !given.TryGetValue("--data", out var data)) return null;
        // A mistyped address must not quietly mean "run without a healer".
        string[] addresses = ["--healer", "--otlp"];
        if (addresses.Any(a => given.ContainsKey(a) && Address(given, a) is null)) return null;
        return new GatewayOptions(
            config, name, given.GetValueOrDefault("--fleet", "default"), Address(given, "--healer"), data,
            given.GetValueOrDefault("--token-file", ""), Address(given, "--otlp"));
    }

    private static Uri? Address(SortedDictionary<string, string> given, string key) =>
        given.TryGetValue(key, out var text) && Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null;
}
