using Prunella.Cli.Policies;
using Prunella.Runtime.Configuration;

namespace Prunella.Cli.Tests.Policies;

/// <summary>The catalogue is told so that a person sees what can be done today, and a document that is shown can be used as it
/// is.</summary>
public sealed class RecipeTextTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prunella-recipes-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_list_says_what_is_missing()
    {
        using var to = new StringWriter();

        RecipeText.WriteList(to, RecipeCatalogue.All);

        var lines = to.ToString().Split(Environment.NewLine);
        Assert.Contains(lines, l => l.StartsWith("yes  eject-instance ", StringComparison.Ordinal));
        var at = Array.FindIndex(lines, l => l.StartsWith("no   scale-out ", StringComparison.Ordinal));
        Assert.EndsWith("missing: step scaleOut, for the actuator for containers and Kubernetes arrives in a later version", lines[at + 1], StringComparison.Ordinal);
        Assert.Contains(lines, l => l.Contains("can be carried out in this version", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_recipe_that_is_shown_is_a_document()
    {
        foreach (var recipe in RecipeCatalogue.All)
        {
            using var to = new StringWriter();
            RecipeText.Write(to, recipe);
            File.WriteAllText(Path.Combine(_folder, recipe.Recipe.Name + ".yaml"), to.ToString());
        }

        var read = ConfigurationReader.Read(_folder, _ => null);

        Assert.Empty(read.Errors);
        Assert.Equal(RecipeCatalogue.All.Select(r => r.Recipe.Name), read.Configuration!.Policies.Recipes.Select(r => r.Name));
    }

    [Fact]
    public void For_programs_one_recipe_comes_with_its_document()
    {
        var recipe = RecipeCatalogue.Find("scale-out")!;

        Assert.Equal(recipe.Text, RecipeAnswer.Of(recipe, withDocument: true).Document);
        Assert.Null(RecipeAnswer.Of(recipe, withDocument: false).Document);
        Assert.False(RecipeAnswer.Of(recipe, withDocument: false).CanBeCarriedOut);
    }
}
