using System.Diagnostics;

namespace Prunella.EndToEnd.Tests;

/// <summary>The built programs, run as a user runs them.</summary>
internal static class Programs
{
    public static string Root { get; } = FindRoot();

    public static string Prunella => Path.Combine(Root, "artifacts", "bin", "Prunella.Cli", "release", "prunella");

    public static string Documents => Path.Combine(Root, "samples", "Shop", "policies");

    /// <summary>Runs to its end; gives exit code and both outputs.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(program, environment, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    public static Process Start(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        Assert.True(File.Exists(program), $"{program} is missing: run ./build.sh, which builds it before the tests.");
        var info = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) info.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) info.Environment[name] = value;
        return Process.Start(info)!;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Prunella.slnx"))) folder = folder.Parent;
        return folder.FullName;
    }
}
