using System.Text.Json.Nodes;

namespace Prunella.Runtime.Configuration.Documents.Declared;

/// <summary>A key that another format has and that means nothing here; whatever stands in it is passed over.</summary>
internal sealed class IgnoredField(string key, string what) : Field(key, what)
{
    public override string Type => "anything";

    public override JsonObject Schema() => [];
}

/// <summary>A key that another format has and that cannot be held: wherever it stands it is refused, with the
/// reason.</summary>
/// <param name="key">As it is written.</param>
/// <param name="why">Why it cannot be held.</param>
/// <param name="instead">What can.</param>
internal sealed class UnheldField(string key, string why, string instead) : Field(key, why)
{
    public string Instead { get; } = instead;

    public override string Type => "refused";

    public override JsonObject Schema() => [];
}
