using Microsoft.Extensions.Logging;

namespace Prunella.Runtime.Loop;

/// <summary>What the loop and its hands say to people.</summary>
internal static partial class LoopLog
{
    [LoggerMessage(100, LogLevel.Information, "The loop of fleet {Fleet} has opened epoch {Epoch} after record {Sequence} ({Folded} records folded).")]
    public static partial void LoopOpened(this ILogger log, string fleet, long epoch, long sequence, long folded);

    [LoggerMessage(101, LogLevel.Critical, "FENCED: another healer has taken over this fleet's journal. This one does nothing any more; what it holds lapses. Start it again only when the other one is gone. {Message}")]
    public static partial void LoopFenced(this ILogger log, string message);

    [LoggerMessage(102, LogLevel.Critical, "The journal cannot be written: {Message} Nothing is done any more except taking back; temporary changes lapse with their leases. Repair the disk, then restart the healer.")]
    public static partial void JournalFailed(this ILogger log, string message);

    [LoggerMessage(103, LogLevel.Warning, "The snapshot after record {Sequence} could not be kept ({Message}); a restart will fold more records instead.")]
    public static partial void SnapshotNotKept(this ILogger log, long sequence, string message);

    [LoggerMessage(104, LogLevel.Warning, "The snapshot after record {Sequence} cannot be used ({Message}); the journal is folded from its beginning.")]
    public static partial void SnapshotNotUsed(this ILogger log, long sequence, string message);

    [LoggerMessage(105, LogLevel.Error, "The kernel failed on {Input}: the fleet is left as it stands, and nothing is done until a person has looked. {Reason}")]
    public static partial void InvariantBroke(this ILogger log, string input, string reason);

    [LoggerMessage(106, LogLevel.Information, "The loop has stopped after record {Sequence}.")]
    public static partial void LoopStopped(this ILogger log, long sequence);

    [LoggerMessage(107, LogLevel.Critical, "The loop has ended on an error of its own; nothing is done any more. Restart the healer and report this.")]
    public static partial void LoopCrashed(this ILogger log, Exception e);

    [LoggerMessage(120, LogLevel.Information, "{What} ({Order}): {Outcome}. {Detail}")]
    public static partial void OrderAnswered(
        this ILogger log, string what, string order, string outcome, string detail);

    [LoggerMessage(121, LogLevel.Warning, "The actuator '{Actuator}' has not come back from order {Order} after its time; further calls for {Subject} wait for it.")]
    public static partial void ActuatorLate(this ILogger log, string actuator, string order, string subject);

    [LoggerMessage(122, LogLevel.Error, "The actuator '{Actuator}' threw on order {Order}, which it must not; its outcome counts as unknown.")]
    public static partial void ActuatorThrew(this ILogger log, Exception e, string actuator, string order);

    [LoggerMessage(130, LogLevel.Warning, "A person is needed for {Incident}: {Text}")]
    public static partial void PersonTold(this ILogger log, string incident, string text);

    [LoggerMessage(131, LogLevel.Warning, "A notification could not be written to {Path} ({Why}); the log has it.")]
    public static partial void NotificationNotWritten(this ILogger log, string path, string why);
}
