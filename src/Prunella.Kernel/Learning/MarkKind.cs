namespace Prunella.Kernel.Learning;

/// <summary>What a person says of an incident.</summary>
public enum MarkKind
{
    /// <summary>There was trouble, and it was worth telling.</summary>
    Real,

    /// <summary>Nothing was wrong, or nothing that anybody wants to be told of.</summary>
    FalseAlarm,

    /// <summary>There was trouble, put down to the wrong cause.</summary>
    WrongDiagnosis,

    /// <summary>There was trouble, and what was done about it was wrong.</summary>
    WrongRemedy,
}

/// <summary>The words of the kinds, as commands and reasons spell them.</summary>
public static class MarkKinds
{
    /// <summary><c>real</c>, <c>false-alarm</c>, <c>wrong-diagnosis</c> or <c>wrong-remedy</c>.</summary>
    public static string Word(this MarkKind kind) => kind switch
    {
        MarkKind.Real => "real",
        MarkKind.FalseAlarm => "false-alarm",
        MarkKind.WrongDiagnosis => "wrong-diagnosis",
        _ => "wrong-remedy",
    };

    /// <summary>The kind that a word names; null for any other.</summary>
    public static MarkKind? Find(string word)
    {
        foreach (var kind in Enum.GetValues<MarkKind>())
        {
            if (kind.Word() == word) return kind;
        }
        return null;
    }
}
