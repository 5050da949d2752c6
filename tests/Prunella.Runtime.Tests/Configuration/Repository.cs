namespace Prunella.Runtime.Tests.Configuration;

/// <summary>Where the repository's own documents stand.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Prunella.slnx"))) folder = folder.Parent;
        return folder.FullName;
    }
}
