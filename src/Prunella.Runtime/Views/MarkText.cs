using Prunella.Kernel.Learning;

namespace Prunella.Runtime.Views;

/// <summary>What people say of an incident, in a cell of a table.</summary>
public static class MarkText
{
    /// <summary><c>false-alarm by ada, real by bob</c>; empty when nobody says anything.</summary>
    public static string Of(IReadOnlyList<MarkView>? marks) =>
        marks is null ? "" : string.Join(", ", marks.Select(m => $"{m.Kind.Word()} by {m.By}"));
}
