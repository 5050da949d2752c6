using System.CommandLine;

using Prunella.Cli.Client;
using Prunella.Cli.Policies;
using Prunella.Runtime.Configuration;

namespace Prunella.Cli.Commands;

/// <summary>The catalogue of recipes that Prunella ships; no healer is asked.</summary>
internal static class RecipeCommand
{
    public static Command Create() => new("recipe", "The catalogue of recipes that Prunella ships: a policy may name each without a document of its own.")
    {
        List(),
        Show(),
    };

    private static Command List()
    {
        var output = CommonOptions.Output();
        var command = new Command("list", "Every recipe of the catalogue, against what it is, and whether it can be carried out in this version.") { output };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(output) == "json") Json.WriteList("recipes", [.. RecipeCatalogue.All.Select(r => RecipeAnswer.Of(r, withDocument: false))]);
            else RecipeText.WriteList(Console.Out, RecipeCatalogue.All);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show()
    {
        var name = new Argument<string>("name") { Description = "one of those that list tells" };
        var output = CommonOptions.Output();
        var command = new Command("show", "One recipe as its document, to read or to copy into your own folder and change.") { name, output };
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetRequiredValue(name);
            if (RecipeCatalogue.Find(wanted) is not { } recipe)
                throw new CommandFailedException(ExitCode.Negative, $"there is no recipe {wanted} in the catalogue.", "prunella recipe list");
            if (parsed.GetValue(output) == "json") Json.Write(RecipeAnswer.Of(recipe, withDocument: true));
            else RecipeText.Write(Console.Out, recipe);
            return ExitCode.Done;
        });
        return command;
    }
}
