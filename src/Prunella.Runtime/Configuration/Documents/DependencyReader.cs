using static Prunella.Runtime.Configuration.Documents.Bounds;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>
/// Reads a Dependency document: who calls whom, through which gateway, and what may stand in for
/// the answer.
/// </summary>
internal static class DependencyReader
{
    private const int MostBody = 64 * 1024;

    public static DependencyDraft Read(Fields spec)
    {
        var fallback = spec.Map("fallback");
        _ = spec.Flag("retryable", false);
        var draft = new DependencyDraft(
            new Placed<string>(spec.RequiredText("caller"), spec.At("caller")),
            new Placed<string>(spec.RequiredText("callee"), spec.At("callee")),
            new Placed<string>(spec.Text("gateway", ""), spec.At("gateway")),
            spec.Duration("timeout", 0, Millisecond, 10 * Minute),
            spec.Flag("optional", false),
            fallback is null ? null : Fallback(fallback),
            spec.Place);
        spec.Done();
        return draft;
    }

    private static FallbackDraft Fallback(Fields fallback)
    {
        var body = fallback.Text("body", "");
        if (body.Length > MostBody) fallback.Wrong("body", body, $"is longer than {MostBody / 1024} KiB", "");
        var draft = new FallbackDraft((int)fallback.Count("status", 200, 200, 599), fallback.Text("contentType", "application/json"), body);
        fallback.Done();
        return draft;
    }
}
