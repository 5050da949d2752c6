using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Prunella.Mutants;

/// <summary>Puts every mutant of a file into it, each behind its switch: one build holds them all.</summary>
/// <remarks>
/// Operators are turned into their neighbours, conditions and patterns into their opposites, calls of queries into
/// their counterparts, true into false; a fallback takes the place of what it stands in for, a filter is left out, and
/// so are statements that call or assign something. <c>a &lt; b</c> becomes
/// <c>(Switch.On(7) ? a &lt;= b : a &lt; b)</c>. That is what Stryker.NET does by default, but for texts. What declares
/// a variable is left as it is, because it would be declared twice, and so is what must be constant or runs once for
/// all mutants. No change is made twice: a condition that is one comparison is not turned into its opposite as well.
/// </remarks>
internal sealed class Mutator(string file, List<Mutant> mutants, Func<int, bool> isWanted) : CSharpSyntaxRewriter
{
    public override SyntaxNode? VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        var visited = (BinaryExpressionSyntax)base.VisitBinaryExpression(node)!;
        if (!CanSwitch(node)) return visited;
        if (node.IsKind(SyntaxKind.CoalesceExpression))
            return node.Right is ThrowExpressionSyntax ? visited : Switched(node, visited, node.Right);
        if (!Operators.Binary.TryGetValue(node.Kind(), out var others)) return visited;
        // Texts are put together, not summed.
        if (node.IsKind(SyntaxKind.AddExpression) && node.DescendantNodesAndSelf().Any(IsText)) return visited;
        return others.Aggregate((ExpressionSyntax)visited, (all, kind) => Switched(node, all, Other(node, kind)));
    }

    public override SyntaxNode? VisitIsPatternExpression(IsPatternExpressionSyntax node)
    {
        var visited = (IsPatternExpressionSyntax)base.VisitIsPatternExpression(node)!;
        return CanSwitch(node) ? Switched(node, visited, Not(node)) : visited;
    }

    public override SyntaxNode? VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        var visited = (PrefixUnaryExpressionSyntax)base.VisitPrefixUnaryExpression(node)!;
        // Before a pattern that is turned itself, it would be the same change again.
        return node.IsKind(SyntaxKind.LogicalNotExpression) && CanSwitch(node) && !IsTurned(node.Operand)
            ? Switched(node, visited, node.Operand)
            : visited;
    }

    public override SyntaxNode? VisitLiteralExpression(LiteralExpressionSyntax node)
    {
        if (!CanSwitch(node)) return node;
        return node.Kind() switch
        {
            SyntaxKind.TrueLiteralExpression => Switched(node, node, False()),
            SyntaxKind.FalseLiteralExpression => Switched(node, node, True()),
            _ => node,
        };
    }

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        var visited = (InvocationExpressionSyntax)base.VisitInvocationExpression(node)!;
        if (node.Expression is not MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } access
            || !CanSwitch(node)) return visited;
        var called = $".{name}{node.ArgumentList}";
        if (Operators.Narrowing.Contains(name.Identifier.Text))
            return Behind(Add(name, called, "(left out)"), visited, access.Expression);
        if (!Operators.Queries.TryGetValue(name.Identifier.Text, out var other)) return visited;
        // Without a condition "all" has no meaning; "not any" is the opposite then.
        if (name.Identifier.Text == "Any" && node.ArgumentList.Arguments.Count == 0)
            return Switched(node, visited, Not(node));
        return Behind(
            Add(name, called, $".{other}{node.ArgumentList}"), visited,
            node.WithExpression(access.WithName(IdentifierName(other))));
    }

    public override SyntaxNode? VisitIfStatement(IfStatementSyntax node)
    {
        var visited = (IfStatementSyntax)base.VisitIfStatement(node)!;
        return visited.WithCondition(Opposite(node.Condition, visited.Condition));
    }

    public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node)
    {
        var visited = (WhileStatementSyntax)base.VisitWhileStatement(node)!;
        return visited.WithCondition(Opposite(node.Condition, visited.Condition));
    }

    public override SyntaxNode? VisitConditionalExpression(ConditionalExpressionSyntax node)
    {
        var visited = (ConditionalExpressionSyntax)base.VisitConditionalExpression(node)!;
        return visited.WithCondition(Opposite(node.Condition, visited.Condition));
    }

    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        var visited = (ExpressionStatementSyntax)base.VisitExpressionStatement(node)!;
        if (!CanSwitch(node.Expression)) return visited;
        var other = node.Expression switch
        {
            AssignmentExpressionSyntax a when Operators.Assigning.TryGetValue(a.Kind(), out var kind) =>
                node.WithExpression(AssignmentExpression(kind, a.Left, a.Right)),
            PostfixUnaryExpressionSyntax p when Operators.Stepping.TryGetValue(p.Kind(), out var kind) =>
                node.WithExpression(PostfixUnaryExpression(kind, p.Operand)),
            _ => null,
        };
        var isLeftOut = node.Expression is InvocationExpressionSyntax
            || node.Expression.IsKind(SyntaxKind.SimpleAssignmentExpression);
        if (other is null && !isLeftOut) return visited;
        var on = Add(node, node.ToString(), other?.Expression.ToString() ?? "(left out)");
        if (on is null) return visited;
        // In a block of its own, or an else that follows would become its.
        var without = other is null ? Block() : Block(other.WithoutTrivia());
        return Block(IfStatement(on, without, ElseClause(Block(visited.WithoutTrivia())))).WithTriviaFrom(visited);
    }

    private ExpressionSyntax Opposite(ExpressionSyntax condition, ExpressionSyntax visited) =>
        CanSwitch(condition) && !IsTurned(condition) && !condition.IsKind(SyntaxKind.LogicalNotExpression)
            ? Switched(condition, visited, Not(condition))
            : visited;

    /// <summary>It is turned into its opposite where it stands.</summary>
    private static bool IsTurned(ExpressionSyntax node) => node switch
    {
        ParenthesizedExpressionSyntax inner => IsTurned(inner.Expression),
        IsPatternExpressionSyntax => true,
        BinaryExpressionSyntax => Operators.Binary.ContainsKey(node.Kind()) && node.Kind() is not
            (SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression),
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Any" },
            ArgumentList.Arguments.Count: 0,
        } => true,
        _ => false,
    };

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
        PropertyDeclarationSyntax { Initializer: not null } property =>
            property.Modifiers.Any(SyntaxKind.StaticKeyword),
        LocalDeclarationStatementSyntax local => local.IsConst,
        _ => false,
    };

    private static BinaryExpressionSyntax Other(BinaryExpressionSyntax node, SyntaxKind kind)
    {
        var other = BinaryExpression(kind, node.Left, node.Right);
        return other.WithOperatorToken(other.OperatorToken.WithTriviaFrom(node.OperatorToken));
    }

    private ExpressionSyntax Switched(ExpressionSyntax original, ExpressionSyntax before, ExpressionSyntax after) =>
        Behind(Add(original, original.ToString(), after.ToString()), before, after);

    private static ExpressionSyntax Behind(ExpressionSyntax? on, ExpressionSyntax before, ExpressionSyntax after) =>
        on is null
            ? before
            : ParenthesizedExpression(ConditionalExpression(
                on, ParenthesizedExpression(after.WithoutTrivia()), ParenthesizedExpression(before.WithoutTrivia())))
                .WithTriviaFrom(before);

    private static PrefixUnaryExpressionSyntax Not(ExpressionSyntax condition) =>
        PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, ParenthesizedExpression(condition.WithoutTrivia()));

    private static LiteralExpressionSyntax True() => LiteralExpression(SyntaxKind.TrueLiteralExpression);

    private static LiteralExpressionSyntax False() => LiteralExpression(SyntaxKind.FalseLiteralExpression);

    /// <summary>Takes a mutant down; gives its switch, or null when it is not wanted.</summary>
    private ExpressionSyntax? Add(SyntaxNode place, string before, string after)
    {
        var id = mutants.Count;
        var line = place.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        mutants.Add(new Mutant(id, file, line, OneLine(before), OneLine(after)));
        return isWanted(id) ? ParseExpression($"global::Prunella.Mutants.Switch.On({id})") : null;
    }

    private static string OneLine(string code) => string.Join(' ', code.Split(
        (char[])['\n', '\r', ' '], StringSplitOptions.RemoveEmptyEntries));
}
