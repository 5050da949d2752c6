using Prunella.Contracts;

namespace Prunella.Senses.Identity;

/// <summary>Makes a sender's texts fit the grammar of subjects.</summary>
internal static class Names
{
    public const int MaxLength = 120;

    /// <summary>
    /// At most 120 characters, without slash, <c>&gt;</c>, white space or control characters; empty
    /// stays empty.
    /// </summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var cut = text.Length <= MaxLength ? text : text[..MaxLength];
        return string.Create(cut.Length, cut, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++) target[i] = Allowed(source[i]) ? source[i] : '_';
        });
    }

    /// <summary>
    /// A service by namespace and name, in the one form that reading its text gives back.
    /// </summary>
    /// <remarks>
    /// A name never begins or ends with a dot, since the last dot divides namespace from name.
    /// </remarks>
    public static ServiceId? Service(string? nameSpace, string? name)
    {
        var cleanName = Clean(name).Trim('.');
        if (cleanName.Length == 0) return null;
        var cleanSpace = Clean(nameSpace).Trim('.');
        var whole = cleanSpace.Length == 0 ? cleanName : cleanSpace + "." + cleanName;
        return ServiceId.Parse(whole.Length <= MaxLength ? whole : whole[..MaxLength].TrimEnd('.'));
    }

    private static bool Allowed(char c) =>
        c is not ('/' or '>') && !char.IsControl(c) && !char.IsWhiteSpace(c) && !char.IsSurrogate(c);
}
