using System.CommandLine;
using System.Globalization;

using Prunella.Cli.Client;
using Prunella.Kernel.Policies;
using Prunella.Runtime.Configuration;

namespace Prunella.Cli.Commands;

/// <summary>Puts policies in force while the healer runs, in stages, and takes them back.</summary>
internal static class PolicyApplyCommand
{
    private const long MostBytes = 4 * 1024 * 1024;

    public static Command CreateApply()
    {
        var path = new Argument<string>("folder") { Description = "the documents, whole: those of services, too" };
        var stage = new Option<string>("--stage") { Description = "shadow (decide, do nothing), share=20% (of the services), or all", Required = true };
        var data = CommonOptions.Data();
        var output = CommonOptions.Output();
        var command = new Command("apply", "Put policies and recipes in force without a restart, in stages. A set that is rejected leaves what is in force as it is.")
        { path, stage, data, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (how, share) = StageOf(parsed.GetRequiredValue(stage));
            var documents = Documents(parsed.GetRequiredValue(path));
            using var healer = parsed.Healer(data);
            var answer = await healer.PostAsync("policies", new { stage = how, sharePerMille = share, documents }, cancellation);
            if (parsed.GetValue(output) == "json") Json.Write(answer);
            else await Console.Out.WriteLineAsync(answer.Message);
            return answer.Done ? ExitCode.Done : ExitCode.Negative;
        });
        return command;
    }

    public static Command CreateRollback() => MutatingCommand.Create(
        "rollback",
        "Take back at once: what is staged goes; when nothing is, the policies before the active ones come back.",
        [],
        _ => ("policies/rollback", null));

    /// <summary>The stage that words name, with its share in per mille.</summary>
    /// <exception cref="CommandFailedException">They name none.</exception>
    internal static (PolicyStage Stage, int SharePerMille) StageOf(string words)
    {
        if (words == "shadow") return (PolicyStage.Shadow, 1000);
        if (words == "all") return (PolicyStage.All, 1000);
        var percent = 0m;
        var isShare = words.StartsWith("share=", StringComparison.Ordinal) && words.EndsWith('%')
            && decimal.TryParse(
                words[6..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out percent);
        var share = isShare ? (int)(Math.Min(percent, 101) * 10) : 0;
        return share is >= 1 and <= 1000
            ? (PolicyStage.Share, share)
            : throw new CommandFailedException(ExitCode.Usage, $"'{words}' is no stage.", "--stage shadow, --stage share=20% (0.1% to 100%), or --stage all");
    }

    /// <summary>Read here as well, so that errors come with the paths of this machine.</summary>
    private static object[] Documents(string path)
    {
        var read = ConfigurationReader.Read(path, Environment.GetEnvironmentVariable);
        if (read.Errors.Count > 0)
            throw new CommandFailedException(ExitCode.Usage, string.Join(Environment.NewLine, read.Errors), "mend the documents; what is in force stays");
        string[] files = File.Exists(path)
            ? [path]
            : [.. Directory.GetFiles(path).Where(f => Path.GetExtension(f) is ".yaml" or ".yml").Order(StringComparer.Ordinal)];
        if (files.Sum(f => new FileInfo(f).Length) > MostBytes)
            throw new CommandFailedException(ExitCode.Usage, $"the documents are larger than {MostBytes / 1024 / 1024} MiB together.", "leave out what is no policy of this fleet");
        return [.. files.Select(f => new { name = Path.GetFileName(f), text = File.ReadAllText(f) })];
    }
}
