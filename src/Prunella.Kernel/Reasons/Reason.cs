namespace Prunella.Kernel.Reasons;

/// <summary>Why something was decided or refused: a stable code with parameters, said in words only
/// at the rim.</summary>
/// <remarks>
/// Codes are listed in <see cref="ReasonCodes"/>; parameters are ordered by name, whole numbers or
/// ids. Two reasons with
/// the same code and parameters are equal.
/// </remarks>
/// <param name="Code">One of <see cref="ReasonCodes"/>, such as <c>guardrail.min_healthy</c>.</param>
/// <param name="Parameters">Pairs in the order of the code's definition.</param>
public sealed record Reason(string Code, IReadOnlyList<ReasonParameter> Parameters)
{
    /// <summary>Builds a reason from pairs.</summary>
    public static Reason Of(string code, params (string Name, string Value)[] parameters) =>
        new(code, [.. parameters.Select(p => new ReasonParameter(p.Name, p.Value))]);

    /// <inheritdoc/>
    public bool Equals(Reason? other) =>
        other is not null && Code == other.Code && Parameters.SequenceEqual(other.Parameters);

    /// <inheritdoc/>
    public override int GetHashCode() => 0;

    /// <summary><c>code name=value name=value</c>, as transcripts write it.</summary>
    public override string ToString() =>
        Parameters.Count == 0 ? Code : Code + " " + string.Join(' ', Parameters.Select(p => $"{p.Name}={p.Value}"));
}

/// <summary>One parameter of a reason.</summary>
public sealed record ReasonParameter(string Name, string Value);
