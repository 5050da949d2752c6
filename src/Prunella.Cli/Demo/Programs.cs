namespace Prunella.Cli.Demo;

/// <summary>Where the other programs of a build lie: beside ours.</summary>
internal static class Programs
{
    public static string Server => Of("Prunella.Server");

    public static string Gateway => Of("Prunella.Gateway");

    public static string Shop => Of("Prunella.Samples.Shop");

    public static string Load => Of("Prunella.Samples.Load");

    public static string Bench => Of("Prunella.Bench");

    public static string Self => Environment.ProcessPath ?? throw new InvalidOperationException("No path of our own.");

    public static string ShopDocuments =>
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "samples", "Shop", "policies"));

    // artifacts/bin/Prunella.Cli/release/ -> artifacts/bin/NAME/release/NAME
    private static string Of(string name)
    {
        var flavour = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", name, flavour, name));
        return File.Exists(path)
            ? path
            : throw new CommandFailedException(ExitCode.Unreachable, $"{path} is missing.", "./build.sh");
    }
}
