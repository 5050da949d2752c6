using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Prunella.Mutants;

/// <summary>The kernel with all its mutants, its tests and what drives them, compiled into one program.</summary>
/// <remarks>What does not compile with a mutant in it is left without it: such a mutant would be noticed by the
/// compiler.</remarks>
internal sealed class Build(string root, IReadOnlyList<string> parts)
{
    private const int MostTries = 12;
    private static readonly CSharpParseOptions Language = new(LanguageVersion.Preview);

    private static readonly string[] Usings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading",
        "System.Threading.Tasks", "Xunit",
    ];

    private readonly SortedSet<int> _unwanted = [];

    /// <summary>Where the program is.</summary>
    public string Folder { get; } = Path.Combine(root, "artifacts", "mutants");

    /// <summary>Makes the program; gives the mutants in it.</summary>
    public IReadOnlyList<Mutant> Make()
    {
        Directory.CreateDirectory(Folder);
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            List<Mutant> mutants = [];
            var result = Compile(mutants);
            if (result.Length == 0) return [.. mutants.Where(m => !_unwanted.Contains(m.Id))];
            if (!Drop(result, mutants)) throw new InvalidOperationException($"The tests do not compile: {result[0]}");
        }
        throw new InvalidOperationException($"After {MostTries} attempts there are still mutants that do not compile.");
    }

    private Diagnostic[] Compile(List<Mutant> mutants)
    {
        var tests = Path.Combine(root, "artifacts", "bin", "Prunella.Kernel.Tests", "release");
        string[] libraries = [.. Directory.GetFiles(tests, "*.dll").Where(f => !Path.GetFileName(f).StartsWith("Prunella.", StringComparison.Ordinal))];
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
            Path.Combine(tests, "Prunella.Kernel.Tests.runtimeconfig.json"),
            Path.Combine(Folder, "Mutants.runtimeconfig.json"), overwrite: true);
        return [];
    }

    private static bool IsOfThePlatform(string file) =>
        Path.GetDirectoryName(file) == Path.GetDirectoryName(typeof(object).Assembly.Location);

    private IEnumerable<SyntaxTree> Sources(List<Mutant> mutants)
    {
        string[] folders = ["src/Prunella.Contracts", "src/Prunella.Kernel", "tests/Prunella.Kernel.Tests", "bench/Prunella.Mutants/Driver"];
        foreach (var file in folders.SelectMany(f => Directory.GetFiles(Path.Combine(root, f), "*.cs", SearchOption.AllDirectories)).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(root, file);
            var text = File.ReadAllText(file);
            // No source generator runs here.
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

    /// <summary>Leaves out the mutants of the smallest statement or member around each error.</summary>
    private bool Drop(Diagnostic[] errors, List<Mutant> mutants)
    {
        var before = _unwanted.Count;
        foreach (var error in errors.Where(e => e.Location.SourceTree is not null))
        {
            var root = error.Location.SourceTree!.GetRoot();
            var around = root.FindNode(error.Location.SourceSpan).AncestorsAndSelf()
                .FirstOrDefault(n => n.ToString().Contains("Switch.On(", StringComparison.Ordinal));
            if (around is null) continue;
            foreach (var mutant in mutants.Where(m => around.ToString().Contains($"Switch.On({m.Id})", StringComparison.Ordinal)))
                _unwanted.Add(mutant.Id);
        }
        return _unwanted.Count > before;
    }
}
