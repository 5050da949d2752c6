namespace Prunella.Mutants;

/// <summary>One small change of the code that a test should notice.</summary>
/// <param name="Id">By which it is switched on.</param>
/// <param name="File">Path from the root.</param>
/// <param name="Line">Of the original, from 1.</param>
/// <param name="Before">The code as it is.</param>
/// <param name="After">The code as it would be.</param>
internal sealed record Mutant(int Id, string File, int Line, string Before, string After)
{
    /// <summary>What stays the same when lines move.</summary>
    public string Change => $"{Before}  ->  {After}";
}
