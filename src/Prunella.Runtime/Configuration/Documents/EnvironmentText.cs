using System.Text;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Puts the environment into plain values: <c>${NAME}</c> and <c>${NAME:-default}</c>.</summary>
/// <remarks>It runs after parsing and on plain values only, so what a variable holds can never become a key or a list.</remarks>
internal static class EnvironmentText
{
    public static string Resolve(string text, Func<string, string?> environment, Action<string> unset)
    {
        if (!text.Contains("${", StringComparison.Ordinal)) return text;
        var resolved = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf("${", at, StringComparison.Ordinal);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0)
            {
                resolved.Append(text, at, text.Length - at);
                break;
            }
            resolved.Append(text, at, open - at).Append(Value(text[(open + 2)..close], environment, unset));
            at = close + 1;
        }
        return resolved.ToString();
    }

    private static string Value(string reference, Func<string, string?> environment, Action<string> unset)
    {
        var split = reference.IndexOf(":-", StringComparison.Ordinal);
        var name = split < 0 ? reference : reference[..split];
        if (environment(name) is { Length: > 0 } value) return value;
        if (split >= 0) return reference[(split + 2)..];
        unset(name);
        return "";
    }
}
