using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Prunella.House.Tests;

/// <summary>Nothing grows past what one head can hold; the lists of exceptions only shrink.</summary>
public sealed class SizeTests
{
    private const int FileLines = 400;
    private const int MethodLines = 60;
    private const int Parameters = 5;
    private const int Dependencies = 6;
    private const int InterfaceMembers = 4;
    private const int Cyclomatic = 12;
    private const int Columns = 120;

    /// <summary>Each with its reason; an entry whose code has shrunk must go.</summary>
    private static readonly SortedDictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["src/Prunella.Runtime/Ports/ISenseSink.cs ISenseSink: 6 members"] = "one overload per kind of thing a sense can see",
        ["src/Prunella.Kernel/Kernel.cs Note: cyclomatic 13"] = "a table: one line per kind of input",
        ["src/Prunella.Reflexes/Ejection/ClusterHealth.cs Judge: cyclomatic 13"] = "one pass over a cluster; its parts read worse apart",
        ["src/Prunella.Senses/Otlp/Metrics/MetricPoint.cs Explicit: cyclomatic 13"] = "a table: one case per field of the message",
        ["src/Prunella.Senses/Otlp/Traces/SpanReader.cs Span: cyclomatic 18"] = "a table: one case per field of the message",
        ["tests/Prunella.Diagnosis.Tests/Some.cs Of: 6 parameters"] = "a builder",
        ["tests/Prunella.Kernel.Tests/Life.cs Step: cyclomatic 18"] = "a table: one case per kind of step",
        ["tests/Prunella.Kernel.Tests/Life.cs StepOfMore: cyclomatic 16"] = "a table: one case per kind of step",
        ["tests/Prunella.Senses.Tests/Otlp/HttpTransportTests.cs PostAsync: 6 parameters"] = "a builder",
    };

    [Fact]
    public void Files_methods_and_types_stay_small()
    {
        var found = House.Sources("src", "samples", "tests", "bench").SelectMany(Measure).ToArray();

        string[] grown = [.. found.Except(Exceptions.Keys)];
        // A comparison would show only the first of them.
        Assert.True(grown.Length == 0, string.Join("\n", grown));
        Assert.Empty(Exceptions.Keys.Except(found));
    }

    private static IEnumerable<string> Measure(string path)
    {
        var name = House.Relative(path);
        var lines = File.ReadAllLines(path);
        if (lines.Length > FileLines) yield return $"{name}: {lines.Length} lines";
        var isTest = name.StartsWith("tests/", StringComparison.Ordinal);
        for (var i = 0; i < lines.Length && !isTest; i++)
        {
            // A line that is one long text cannot be broken without making it worse to read and to search.
            if (lines[i].Length > Columns && !lines[i].Contains('"', StringComparison.Ordinal)) yield return $"{name}: line {i + 1} has {lines[i].Length} columns";
        }
        var root = CSharpSyntaxTree.ParseText(string.Join('\n', lines)).GetRoot();
        foreach (var finding in root.DescendantNodes().SelectMany(Measure)) yield return name + " " + finding;
    }

    private static IEnumerable<string> Measure(SyntaxNode node)
    {
        if (node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax)
        {
            var name = NameOf(node);
            var span = node.GetLocation().GetLineSpan();
            var length = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
            if (length > MethodLines) yield return $"{name}: {length} lines";
            var complexity = Complexity(node);
            if (complexity > Cyclomatic) yield return $"{name}: cyclomatic {complexity}";
        }
        if (node is MethodDeclarationSyntax method && method.ParameterList.Parameters.Count > Parameters)
            yield return $"{method.Identifier.Text}: {method.ParameterList.Parameters.Count} parameters";
        if (node is ConstructorDeclarationSyntax constructor && constructor.ParameterList.Parameters.Count > Dependencies)
            yield return $"{constructor.Identifier.Text}: {constructor.ParameterList.Parameters.Count} dependencies";
        if (node is ClassDeclarationSyntax { ParameterList: { } primary } type && primary.Parameters.Count > Dependencies)
            yield return $"{type.Identifier.Text}: {primary.Parameters.Count} dependencies";
        if (node is InterfaceDeclarationSyntax port && port.Members.Count > InterfaceMembers)
            yield return $"{port.Identifier.Text}: {port.Members.Count} members";
    }

    private static string NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax m => m.Identifier.Text,
        ConstructorDeclarationSyntax c => c.Identifier.Text,
        LocalFunctionStatementSyntax l => l.Identifier.Text,
        _ => node.Kind().ToString(),
    };

    /// <summary>McCabe's number, a switch expression counted once: its arms are a table, not paths to keep in mind.</summary>
    private static int Complexity(SyntaxNode node) => 1 + node.DescendantNodes().Count(n => n.Kind() is
        SyntaxKind.IfStatement or SyntaxKind.WhileStatement or SyntaxKind.ForStatement or SyntaxKind.ForEachStatement
        or SyntaxKind.CaseSwitchLabel or SyntaxKind.CasePatternSwitchLabel or SyntaxKind.CatchClause
        or SyntaxKind.ConditionalExpression or SyntaxKind.SwitchExpression
        or SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.CoalesceExpression);
}
