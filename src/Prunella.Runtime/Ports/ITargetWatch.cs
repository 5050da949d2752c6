using Prunella.Contracts;

namespace Prunella.Runtime.Ports;

/// <summary>An actuator that can see at its targets whether somebody else is at them.</summary>
/// <remarks>Asked at the last moment before an order is carried out, never before a renewal or a revert. Any thread;
/// must not throw for what the world does: what cannot be seen is nobody.</remarks>
public interface ITargetWatch
{
    /// <summary>Who or what was found at the order's targets, for people; null when nobody was.</summary>
    string? FindOther(RemediationOrder order);
}
