using Microsoft.CodeAnalysis.CSharp;

namespace Prunella.Mutants;

/// <summary>What each operator and each query is turned into.</summary>
internal static class Operators
{
    /// <summary>Of two operands.</summary>
    public static readonly SortedDictionary<SyntaxKind, SyntaxKind[]> Binary = new()
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
        [SyntaxKind.ModuloExpression] = [SyntaxKind.MultiplyExpression],
        [SyntaxKind.LeftShiftExpression] = [SyntaxKind.RightShiftExpression],
        [SyntaxKind.RightShiftExpression] = [SyntaxKind.LeftShiftExpression],
    };

    /// <summary>That change what they name.</summary>
    public static readonly SortedDictionary<SyntaxKind, SyntaxKind> Assigning = new()
    {
        [SyntaxKind.AddAssignmentExpression] = SyntaxKind.SubtractAssignmentExpression,
        [SyntaxKind.SubtractAssignmentExpression] = SyntaxKind.AddAssignmentExpression,
    };

    /// <summary>By one.</summary>
    public static readonly SortedDictionary<SyntaxKind, SyntaxKind> Stepping = new()
    {
        [SyntaxKind.PostIncrementExpression] = SyntaxKind.PostDecrementExpression,
        [SyntaxKind.PostDecrementExpression] = SyntaxKind.PostIncrementExpression,
    };

    /// <summary>A query's counterpart.</summary>
    public static readonly SortedDictionary<string, string> Queries = new(StringComparer.Ordinal)
    {
        ["Any"] = "All",
        ["All"] = "Any",
        ["Min"] = "Max",
        ["Max"] = "Min",
        ["First"] = "Last",
        ["Last"] = "First",
        ["FirstOrDefault"] = "LastOrDefault",
        ["LastOrDefault"] = "FirstOrDefault",
        ["ThenBy"] = "ThenByDescending",
        ["ThenByDescending"] = "ThenBy",
        ["OrderBy"] = "OrderByDescending",
        ["OrderByDescending"] = "OrderBy",
        ["Order"] = "OrderDescending",
        ["Skip"] = "Take",
        ["SkipWhile"] = "TakeWhile",
        ["TakeWhile"] = "SkipWhile",
        ["Except"] = "Intersect",
        ["Intersect"] = "Except",
        ["Union"] = "Intersect",
        ["Concat"] = "Except",
    };

    /// <summary>Left out, they give all.</summary>
    public static readonly SortedSet<string> Narrowing =
        new(StringComparer.Ordinal) { "Where", "Take", "Distinct", "Reverse" };
}
