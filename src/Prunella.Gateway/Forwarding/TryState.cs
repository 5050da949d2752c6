namespace Prunella.Gateway.Forwarding;

/// <summary>What the transformer must know of the try under way.</summary>
internal sealed class TryState
{
    /// <summary>A 502, 503 or 504 of this try may be swallowed and tried elsewhere.</summary>
    public bool MayRetryAnswer { get; set; }

    /// <summary>The answer was swallowed.</summary>
    public bool Swallowed { get; set; }

    /// <summary>Status of the swallowed answer.</summary>
    public int Status { get; set; }
}
