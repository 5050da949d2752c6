using Prunella.Runtime.Configuration.Documents;

namespace Prunella.Runtime.Configuration;

/// <summary>Reads a duration as documents write it.</summary>
public static class DurationText
{
    /// <summary>What a duration looks like, for who wrote another one.</summary>
    public const string Form = Quantities.DurationForm;

    /// <summary>Nanoseconds; null when it is no duration.</summary>
    public static long? Parse(string text) => Quantities.Duration(text.Trim());
}
