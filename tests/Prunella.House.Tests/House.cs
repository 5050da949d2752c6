using System.Reflection;

namespace Prunella.House.Tests;

/// <summary>Where the house stands, and its rooms.</summary>
internal static class House
{
    /// <summary>The repository's root: the folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Rooms that exist, by short name.</summary>
    public static IReadOnlyList<string> Rooms { get; } =
        [.. Directory.GetDirectories(Path.Combine(Root, "src")).Select(d => Path.GetFileName(d)!["Prunella.".Length..]).Order(StringComparer.Ordinal)];

    public static readonly string[] PureRooms = ["Contracts", "Kernel", "Detection", "Diagnosis", "Reflexes"];

    public static Assembly Load(string room) => Assembly.Load(room == "Cli" ? "prunella" : "Prunella." + room);

    public static IEnumerable<string> Sources(params string[] folders) =>
        folders.SelectMany(f => Files(f, "*.cs"));

    public static IEnumerable<string> Files(string folder, string pattern)
    {
        var path = Path.Combine(Root, folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            : [];
    }

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Prunella.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The house tests must run inside the repository.");
    }
}
