using System.Globalization;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Prunella.Mutants;

/// <summary>The kernel with all its mutants, its tests and what drives them, compiled into one program.</summary>
/// <remarks>A mutant that does not compile is left out and told: the compiler has noticed it.</remarks>
internal sealed class Build(string root, IReadOnlyList<string> parts)
{
    private const int MostTries = 15;
    private const string Switching = "Switch.On(";

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Preview);

    private static readonly string[] Folders =
    [
        "src/Prunella.Contracts", "src/Prunella.Kernel", "tests/Prunella.Kernel.Tests", "bench/Prunella.Mutants/Driver",
    ];

    private static readonly string[] Usings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading",
        "System.Threading.Tasks", "Xunit",
    ];

    private readonly string _tests = Path.Combine(root, "artifacts", "bin", "Prunella.Kernel.Tests", "release");
    private readonly SortedSet<int> _unwanted = [];

    /// <summary>Where the program is.</summary>
    public string Folder { get; } = Path.Combine(root, "artifacts", "mutants");

    /// <summary>Those that do not compile.</summary>
    public IReadOnlyList<Mutant> Refused { get; private set; } = [];

    /// <summary>Makes the program; gives the mutants in it.</summary>
    public IReadOnlyList<Mutant> Make()
    {
        Directory.CreateDirectory(Folder);
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            List<Mutant> mutants = [];
            var errors = Compile(mutants);
            if (errors.Length == 0)
            {
                Refused = [.. mutants.Where(m => _unwanted.Contains(m.Id))];
                return [.. mutants.Where(m => !_unwanted.Contains(m.Id))];
            }
            if (!Drop(errors)) throw new InvalidOperationException($"The tests do not compile: {errors[0]}");
        }
        throw new InvalidOperationException($"After {MostTries} attempts there are still mutants that do not compile.");
    }

    private Diagnostic[] Compile(List<Mutant> mutants)
    {
        string[] libraries =
        [
            .. Directory.GetFiles(_tests, "*.dll")
                .Where(f => !Path.GetFileName(f).StartsWith("Prunella.", StringComparison.Ordinal)),
        ];
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(IsOfThePlatform);
        var compilation = CSharpCompilation.Create(
            "Mutants", [.. Sources(mutants), Parse(string.Concat(Usings.Select(u => $"global using {u};")), "")],
            platform.Concat(libraries).Select(f => MetadataReference.CreateFromFile(f)),
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication, mainTypeName: "Prunella.Mutants.Driver", checkOverflow: true,
                optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        var emitted = compilation.Emit(Path.Combine(Folder, "Mutants.dll"));
        if (!emitted.Success) return [.. emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)];
        foreach (var library in libraries)
            File.Copy(library, Path.Combine(Folder, Path.GetFileName(library)), overwrite: true);
        File.Copy(
            Path.Combine(_tests, "Prunella.Kernel.Tests.runtimeconfig.json"),
            Path.Combine(Folder, "Mutants.runtimeconfig.json"), overwrite: true);
        return [];
    }

    private static bool IsOfThePlatform(string file) =>
        Path.GetDirectoryName(file) == Path.GetDirectoryName(typeof(object).Assembly.Location);

    private IEnumerable<SyntaxTree> Sources(List<Mutant> mutants)
    {
        var files = Folders
            .SelectMany(f => Directory.GetFiles(Path.Combine(root, f), "*.cs", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var name = Path.GetRelativePath(root, file);
            var text = File.ReadAllText(file);
            // No source generator runs here; only the test of the page of reasons needs one.
            if (text.Contains("[GeneratedRegex", StringComparison.Ordinal)) continue;
            var tree = Parse(text, name);
            if (parts.Any(p => name.StartsWith("src/Prunella.Kernel/" + p, StringComparison.Ordinal)))
            {
                var mutated = new Mutator(name, mutants, id => !_unwanted.Contains(id)).Visit(tree.GetRoot());
                tree = Parse(mutated.ToFullString(), name);
            }
            yield return tree;
        }
    }

    private static SyntaxTree Parse(string text, string name) =>
        CSharpSyntaxTree.ParseText(text, Language, name, System.Text.Encoding.UTF8);

    /// <summary>Leaves out the mutant that each error stands in, or else those of the smallest code around.</summary>
    private bool Drop(Diagnostic[] errors)
    {
        var before = _unwanted.Count;
        foreach (var error in errors.Where(e => e.Location.SourceTree is not null))
        {
            var around = error.Location.SourceTree!.GetRoot().FindNode(error.Location.SourceSpan).AncestorsAndSelf()
                .ToArray();
            var place = error.Location.SourceSpan.Start;
            if (around.Select(n => Standing(n, place)).FirstOrDefault(id => id is not null) is { } one)
                _unwanted.Add(one);
            else if (around.Select(Switches).FirstOrDefault(found => found.Length > 0) is { } found)
                _unwanted.UnionWith(found);
        }
        return _unwanted.Count > before;
    }

    /// <summary>The mutant whose changed code holds this place, if this is its switch.</summary>
    private static int? Standing(SyntaxNode node, int place) => node switch
    {
        ConditionalExpressionSyntax c when c.WhenTrue.Span.Contains(place) || c.SpanStart == place => IdOf(c.Condition),
        IfStatementSyntax i when i.Statement.Span.Contains(place) => IdOf(i.Condition),
        _ => null,
    };

    private static int? IdOf(ExpressionSyntax condition) =>
        condition is InvocationExpressionSyntax call
        && call.Expression.ToString().EndsWith("Mutants.Switch.On", StringComparison.Ordinal)
            ? int.Parse(call.ArgumentList.Arguments[0].ToString(), CultureInfo.InvariantCulture)
            : null;

    private static int[] Switches(SyntaxNode node) => node.ToString().Contains(Switching, StringComparison.Ordinal)
        ? [.. node.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Select(IdOf).OfType<int>()]
        : [];
}
