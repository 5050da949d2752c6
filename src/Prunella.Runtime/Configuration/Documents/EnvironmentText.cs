using System.Text;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Puts the environment into plain values: <c>${NAME}</c> and <c>${NAME:-default}</c>.</summary>
/// <remarks>
/// It runs after parsing and on plain values only, so what a variable holds can never become a key or a list. What a
/// variable holds is not looked at again, so a reference in it stays a text. An empty variable counts as not set.
/// </remarks>
internal static class EnvironmentText
{
    /// <summary>
    /// The text with the environment in it; what is wrong goes to <paramref name="problem"/> with
    /// what would be right.
    /// </summary>
    public static string Resolve(string text, Func<string, string?> environment, Action<string, string> problem)
    {
        if (!text.Contains("${", StringComparison.Ordinal)) return text;
        var resolved = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf("${", at, StringComparison.Ordinal);
            if (open < 0) return resolved.Append(text, at, text.Length - at).ToString();
            var close = text.IndexOf('}', open);
            if (close < 0)
            {
                problem("a reference to the environment is not closed", "${NAME} or ${NAME:-default}");
                return "";
            }
            resolved.Append(text, at, open - at).Append(Value(text[(open + 2)..close], environment, problem));
            at = close + 1;
        }
        return resolved.ToString();
    }

    private static string Value(string reference, Func<string, string?> environment, Action<string, string> problem)
    {
        var split = reference.IndexOf(":-", StringComparison.Ordinal);
        var name = split < 0 ? reference : reference[..split];
        if (!IsName(name) || reference.Contains("${", StringComparison.Ordinal))
        {
            problem("a reference to the environment is malformed", "${NAME} or ${NAME:-default}, without another reference in it");
            return "";
        }
        if (environment(name) is { Length: > 0 } value) return value;
        if (split >= 0) return reference[(split + 2)..];
        problem($"the environment variable {name} is not set", $"set it, or write ${{{name}:-default}}");
        return "";
    }

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
