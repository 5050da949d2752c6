using System.CommandLine;

using Prunella.Cli.Client;
using Prunella.Cli.Policies;
using Prunella.Runtime.Configuration;

namespace Prunella.Cli.Commands;

/// <summary>Documents: checked, compared, put into words, put in force and taken back.</summary>
internal static class PolicyCommand
{
    public static Command Create() => new("policy", "Documents: check, compare and explain them before a healer reads them; put them in force and take them back; review them against what was done.")
    {
        Check(),
        Diff(),
        Explain(),
        Review(),
        PolicyApplyCommand.CreateApply(),
        PolicyApplyCommand.CreateRollback(),
        Schema(),
    };

    private static Command Check()
    {
        var path = PathOf("path");
        var strict = new Option<bool>("--strict") { Description = "exit with 1 when there is a warning" };
        var output = CommonOptions.Output();
        var command = new Command(
            "check", "Everything that is wrong with documents, at once, with file, line and column; and what is allowed and probably not meant.")
        { path, strict, output };
        command.SetAction(parsed =>
        {
            var result = ConfigurationReader.Read(parsed.GetRequiredValue(path), Environment.GetEnvironmentVariable);
            if (parsed.GetValue(output) == "json") Json.Write(CheckAnswer.Of(result));
            else CheckText.Write(Console.Out, parsed.GetRequiredValue(path), result);
            return result.Errors.Count > 0 ? ExitCode.Usage
                : parsed.GetValue(strict) && result.Warnings.Count > 0 ? ExitCode.Negative : ExitCode.Done;
        });
        return command;
    }

    private static Command Diff()
    {
        var (before, after, output) = (PathOf("before"), PathOf("after"), CommonOptions.Output());
        var command = new Command(
            "diff", "What differs in meaning between two sets of documents, and whether the healer may do more or less by it. Exit code 1 when something differs.")
        { before, after, output };
        command.SetAction(parsed =>
        {
            var changes = PolicyDiff.Between(Valid(parsed.GetRequiredValue(before)),
                Valid(parsed.GetRequiredValue(after)));
            if (parsed.GetValue(output) == "json") Json.WriteList("changes", changes);
            else DiffText.Write(Console.Out, changes);
            return changes.Count == 0 ? ExitCode.Done : ExitCode.Negative;
        });
        return command;
    }

    private static Command Explain()
    {
        var path = PathOf("path");
        var name = new Argument<string?>("policy") { Description = "one policy; without it, all", Arity = ArgumentArity.ZeroOrOne };
        var output = CommonOptions.Output();
        var command = new Command(
            "explain", "What policies say, for people: what is acceptable, what counts as recovered and by when, who owns it, what happens otherwise.")
        { path, name, output };
        command.SetAction(parsed =>
        {
            var all = PolicyExplanation.Of(Valid(parsed.GetRequiredValue(path)).Policies);
            var chosen = parsed.GetValue(name) is { } one ? [.. all.Where(p => p.Name == one)] : all;
            if (chosen.Count == 0)
                throw new CommandFailedException(ExitCode.Negative, "there is no such policy.", "one of " + string.Join(", ", all.Select(p => p.Name)));
            if (parsed.GetValue(output) == "json") Json.WriteList("policies", chosen);
            else Console.Out.Write(string.Join('\n', chosen.Select(p => p.Markdown())));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Review()
    {
        var (path, data, output) = (PathOf("path"), CommonOptions.Data(), CommonOptions.Output());
        var today = new Option<DateOnly?>("--today") { Description = "the day that review dates are compared with; default: today in UTC" };
        var command = new Command(
            "review", "What somebody should look at: overdue review dates, policies and recipes that were never used, what was done that is not allowed any more. Exit code 1 when there is something.")
        { path, data, today, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            var documents = Valid(parsed.GetRequiredValue(path));
            var day = parsed.GetValue(today) ?? DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            var deeds = await Deeds.ReadAsync(parsed.GetValue(data), cancellation);
            var review = PolicyReview.Of(documents.Policies, day, deeds);
            if (parsed.GetValue(output) == "json") Json.Write(review);
            else ReviewText.Write(Console.Out, review);
            return review.Findings.Count == 0 ? ExitCode.Done : ExitCode.Negative;
        });
        return command;
    }

    private static Command Schema()
    {
        var kind = new Argument<string?>("kind")
        {
            Description = string.Join(", ", DocumentSchema.Kinds) + "; without one, a schema for documents of any kind",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("schema", "The JSON Schema of a kind of document, for completion in editors.") { kind };
        command.SetAction(parsed =>
        {
            var named = parsed.GetValue(kind);
            if (named is not null && !DocumentSchema.Kinds.Contains(named, StringComparer.OrdinalIgnoreCase))
                throw new CommandFailedException(ExitCode.Usage, $"there is no kind {named}.", "one of " + string.Join(", ", DocumentSchema.Kinds));
            Console.Out.Write(named is null ? DocumentSchema.OfAny() : DocumentSchema.Of(named));
            return ExitCode.Done;
        });
        return command;
    }

    private static Argument<string> PathOf(string name) => new(name) { Description = "a document file, or a folder of them" };

    /// <summary>What is wrong goes to standard error; only a valid set can be compared or explained.</summary>
    private static FleetConfiguration Valid(string path)
    {
        var result = ConfigurationReader.Read(path, Environment.GetEnvironmentVariable);
        foreach (var error in result.Errors) Console.Error.WriteLine(error);
        return result.Configuration
            ?? throw new CommandFailedException(ExitCode.Usage, $"{path} is no valid set of documents.", $"prunella policy check {path}");
    }
}
