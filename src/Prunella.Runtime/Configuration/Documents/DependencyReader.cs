using Prunella.Runtime.Configuration.Documents.Declared;

using static Prunella.Runtime.Configuration.Documents.Declared.DependencyFields;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>
/// Reads a Dependency document: who calls whom, through which gateway, and what may stand in for
/// the answer.
/// </summary>
internal static class DependencyReader
{
    public static DependencyDraft Read(Fields spec)
    {
        _ = spec.Read(Retryable);
        return new DependencyDraft(
            new Placed<string>(spec.Read(Caller), spec.At(Caller)),
            new Placed<string>(spec.Read(Callee), spec.At(Callee)),
            new Placed<string>(spec.Read(Gateway), spec.At(Gateway)),
            spec.Read(DependencyFields.Timeout),
            spec.Read(Optional),
            spec.Read(Fallback) is { } fallback ? Reply(fallback) : null,
            spec.Place);
    }

    private static FallbackDraft Reply(Fields fallback)
    {
        var body = fallback.Read(Body);
        if (body.Length > Body.MostLength) fallback.Wrong(Body, body, $"is longer than {Body.MostLength / 1024} KiB", "");
        return new FallbackDraft((int)fallback.Read(Status), fallback.Read(ContentType), body);
    }
}
