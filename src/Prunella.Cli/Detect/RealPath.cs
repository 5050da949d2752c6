namespace Prunella.Cli.Detect;

/// <summary>Where a path leads when every link on the way is followed: two names of one file are one file.</summary>
internal static class RealPath
{
    /// <summary>Of a path that need not exist yet: its last existing part is followed.</summary>
    public static string Of(string path)
    {
        var real = "/";
        foreach (var part in Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            FileSystemInfo here = Directory.Exists(real) ? new DirectoryInfo(real) : new FileInfo(real);
            if (here.LinkTarget is not null) real = Target(here) ?? real;
        }
        return real;
    }

    /// <summary>Null for links in a circle: nothing can be read or written there, and that is told then.</summary>
    private static string? Target(FileSystemInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true)?.FullName;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
