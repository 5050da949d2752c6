using static Prunella.Runtime.Configuration.Documents.Bounds;

namespace Prunella.Runtime.Configuration.Documents.Declared;

/// <summary>The keys of a Dependency document.</summary>
internal static class DependencyFields
{
    public static readonly TextField Caller = new("caller", "A service.") { Required = true };
    public static readonly TextField Callee = new("callee", "Another service.") { Required = true };

    public static readonly TextField Gateway = new(
        "gateway", "The gateway that carries these calls; without it there is no breaker and no fallback for them.");

    public static readonly DurationField Timeout = new("timeout", "The caller's.", Millisecond, 10 * Minute)
    { DefaultText = "not declared" };

    public static readonly FlagField Retryable = new(
        "retryable", "For people; the gateway retries idempotent requests only, whatever stands here.");

    public static readonly FlagField Optional = new("optional", "The caller works without it.");

    public static readonly CountField Status = new("status", "HTTP status.", 200, 599) { Value = 200 };
    public static readonly TextField ContentType = new("contentType", "Of the body.") { Value = "application/json" };
    public static readonly TextField Body = new("body", "What is answered.") { MostLength = 64 * 1024 };

    public static readonly MapField Fallback = new(
        "fallback", "A reply that may stand in. Needs a gateway.",
        new Shape("Dependency.fallback", Status, ContentType, Body))
    { DefaultText = "none" };

    public static readonly Shape Shape = new("Dependency", Caller, Callee, Gateway, Timeout, Retryable, Optional, Fallback);
}
