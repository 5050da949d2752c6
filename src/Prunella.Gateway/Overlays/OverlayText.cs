using System.Text.Json;

using Prunella.Contracts;
using Prunella.Runtime.Wire;

namespace Prunella.Gateway.Overlays;

/// <summary>Reads an overlay as a healer sends it, a newer one's included.</summary>
/// <remarks>
/// A kind or a subject that this version does not know must cost that one change, not the whole
/// overlay: it is read as a kind outside of the list, which the holder refuses singly.
/// </remarks>
internal static class OverlayText
{
    /// <summary>Stands for whatever is not known here.</summary>
    public const ChangeKind Unknown = (ChangeKind)(-1);

    /// <summary>Reads; throws <see cref="JsonException"/> when it is no overlay at all.</summary>
    public static Overlay Read(ReadOnlySpan<byte> utf8)
    {
        var wire = JsonSerializer.Deserialize<WireOverlay>(utf8, WireJson.Options) ?? throw new JsonException("An overlay is an object.");
        return new Overlay(wire.Target, wire.Version, wire.Epoch, wire.LeaseMillis, [.. wire.Changes.Select(Change)]);
    }

    private static OverlayChange Change(JsonElement change)
    {
        try
        {
            return change.Deserialize<OverlayChange>(WireJson.Options) ?? new OverlayChange("", Unknown, default, 0);
        }
        catch (JsonException)
        {
            var isNamed = change.ValueKind == JsonValueKind.Object && change.TryGetProperty("orderId", out var id) && id.ValueKind == JsonValueKind.String;
            return new OverlayChange(isNamed ? change.GetProperty("orderId").GetString()! : "", Unknown, default, 0);
        }
    }

    private sealed record WireOverlay(string Target, long Version, long Epoch, int LeaseMillis,
        IReadOnlyList<JsonElement> Changes);
}
