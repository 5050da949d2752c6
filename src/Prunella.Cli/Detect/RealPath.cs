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
            if (here.LinkTarget is not null && here.ResolveLinkTarget(returnFinalTarget: true) is { } target)
                real = target.FullName;
        }
        return real;
    }
}
