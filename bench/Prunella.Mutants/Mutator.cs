using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Prunella.Mutants;

/// <summary>Puts every mutant of a file into it, each behind its switch: one build holds them all.</summary>
/// <remarks>
/// Operators are turned into their neighbours, conditions into their opposites, calls of queries into their
/// counterparts, and statements that call something are left out. <c>a &lt; b</c> becomes
/// <c>(Switch.On(7) ? a &lt;= b : a &lt; b)</c>. What declares a variable is left as it is, because it would be
/// declared twice, and so is what must be constant or runs once for all mutants.
/// </remarks>
internal sealed class Mutator(string file, List<Mutant> mutants, Func<int, bool> isWanted) : CSharpSyntaxRewriter
{
    private static readonly SortedDictionary<SyntaxKind, SyntaxKind[]> Operators = new()
    {
        [SyntaxKind.LessThanExpression] =
            [SyntaxKind.LessThanOrEqualExpression, SyntaxKind.GreaterThanOrEqualExpression],
        [SyntaxKind.LessThanOrEqualExpression] =
            [SyntaxKind.LessThanExpression, SyntaxKind.GreaterThanExpression],
        [SyntaxKind.GreaterThanExpression] =
            [SyntaxKind.GreaterThanOrEqualExpression, SyntaxKind.LessThanOrEqualExpression],
        [SyntaxKind.GreaterThanOrEqualExpression] =
            [SyntaxKind.GreaterThanExpression, SyntaxKind.LessThanExpression],
        [SyntaxKind.EqualsExpression] = [SyntaxKind.NotEqualsExpression],
        [SyntaxKind.NotEqualsExpression] = [SyntaxKind.EqualsExpression],
        [SyntaxKind.LogicalAndExpression] = [SyntaxKind.LogicalOrExpression],
        [SyntaxKind.LogicalOrExpression] = [SyntaxKind.LogicalAndExpression],
        [SyntaxKind.AddExpression] = [SyntaxKind.SubtractExpression],
        [SyntaxKind.SubtractExpression] = [SyntaxKind.AddExpression],
        [SyntaxKind.MultiplyExpression] = [SyntaxKind.DivideExpression],
        [SyntaxKind.DivideExpression] = [SyntaxKind.MultiplyExpression],
    };

    private static readonly SortedDictionary<string, string> Counterparts = new(StringComparer.Ordinal)
    {
        ["Any"] = "All",
        ["All"] = "Any",
        ["Min"] = "Max",
        ["Max"] = "Min",
        ["First"] = "Last",
        ["FirstOrDefault"] = "LastOrDefault",
        ["LastOrDefault"] = "FirstOrDefault",
        ["ThenBy"] = "ThenByDescending",
        ["ThenByDescending"] = "ThenBy",
        ["OrderBy"] = "OrderByDescending",
    };

    public override SyntaxNode? VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        var visited = (BinaryExpressionSyntax)base.VisitBinaryExpression(node)!;
        if (!Operators.TryGetValue(node.Kind(), out var others) || !CanSwitch(node)) return visited;
        // Texts are put together, not summed.
        if (node.IsKind(SyntaxKind.AddExpression) && node.DescendantNodesAndSelf().Any(IsText)) return visited;
        return others.Aggregate((ExpressionSyntax)visited, (all, kind) =>
            Switched(node, all, BinaryExpression(kind, visited.Left, visited.Right)));
    }

    public override SyntaxNode? VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        var visited = (PrefixUnaryExpressionSyntax)base.VisitPrefixUnaryExpression(node)!;
        return node.IsKind(SyntaxKind.LogicalNotExpression) && CanSwitch(node)
            ? Switched(node, visited, visited.Operand)
            : visited;
    }

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        var visited = (InvocationExpressionSyntax)base.VisitInvocationExpression(node)!;
        if (visited.Expression is not MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } access
            || !Counterparts.TryGetValue(name.Identifier.Text, out var other) || !CanSwitch(node)) return visited;
        // Without a condition "all" has no meaning; "not any" is the opposite then.
        var isBare = name.Identifier.Text == "Any" && visited.ArgumentList.Arguments.Count == 0;
        ExpressionSyntax after = isBare
            ? PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, visited)
            : visited.WithExpression(access.WithName(IdentifierName(other)));
        return Switched(node, visited, after);
    }

    public override SyntaxNode? VisitIfStatement(IfStatementSyntax node)
    {
        var visited = (IfStatementSyntax)base.VisitIfStatement(node)!;
        return CanSwitch(node.Condition)
            ? visited.WithCondition(Switched(node.Condition, visited.Condition, Not(visited.Condition)))
            : visited;
    }

    public override SyntaxNode? VisitConditionalExpression(ConditionalExpressionSyntax node)
    {
        var visited = (ConditionalExpressionSyntax)base.VisitConditionalExpression(node)!;
        return CanSwitch(node.Condition)
            ? visited.WithCondition(Switched(node.Condition, visited.Condition, Not(visited.Condition)))
            : visited;
    }

    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        var visited = (ExpressionStatementSyntax)base.VisitExpressionStatement(node)!;
        if (node.Expression is not InvocationExpressionSyntax || !CanSwitch(node.Expression)) return visited;
        var on = Add(node, "(left out)");
        // In a block of its own, or an else that follows would become its.
        return on is null
            ? visited
            : Block(IfStatement(Not(on), Block(visited.WithoutTrivia()))).WithTriviaFrom(visited);
    }

    private static bool IsText(SyntaxNode node) =>
        node.IsKind(SyntaxKind.StringLiteralExpression) || node.IsKind(SyntaxKind.InterpolatedStringExpression);

    private static bool CanSwitch(SyntaxNode node) =>
        !node.DescendantNodesAndSelf().Any(n => n is SingleVariableDesignationSyntax or DeclarationExpressionSyntax)
        && !node.Ancestors().Any(IsOnce);

    /// <summary>What is constant, or runs once whatever is switched on.</summary>
    private static bool IsOnce(SyntaxNode node) => node switch
    {
        AttributeSyntax or ParameterSyntax or PatternSyntax or SwitchLabelSyntax => true,
        FieldDeclarationSyntax field => field.Modifiers.Any(SyntaxKind.ConstKeyword)
            || field.Modifiers.Any(SyntaxKind.StaticKeyword),
        LocalDeclarationStatementSyntax local => local.IsConst,
        _ => false,
    };

    private ExpressionSyntax Switched(SyntaxNode original, ExpressionSyntax before, ExpressionSyntax after) =>
        Add(original, after.ToString()) is { } on
            ? ParenthesizedExpression(ConditionalExpression(
                on, ParenthesizedExpression(after.WithoutTrivia()), ParenthesizedExpression(before.WithoutTrivia())))
                .WithTriviaFrom(before)
            : before;

    private static PrefixUnaryExpressionSyntax Not(ExpressionSyntax condition) =>
        PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, ParenthesizedExpression(condition.WithoutTrivia()));

    private ExpressionSyntax? Add(SyntaxNode original, string after)
    {
        var id = mutants.Count;
        var line = original.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        mutants.Add(new Mutant(id, file, line, OneLine(original.ToString()), OneLine(after)));
        return isWanted(id) ? ParseExpression($"global::Prunella.Mutants.Switch.On({id})") : null;
    }

    private static string OneLine(string code) => string.Join(' ', code.Split(
        (char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries));
}
