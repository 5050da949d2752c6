using Microsoft.Extensions.Logging;

using Prunella.Contracts;

namespace Prunella.Senses.Probes;

/// <summary>What the prober tells people.</summary>
internal static partial class ProbeLog
{
    [LoggerMessage(4101, LogLevel.Debug, "Could not probe {Instance}: {Why}. This says nothing about the instance.")]
    public static partial void CouldNotAsk(ILogger log, InstanceId instance, string why);
}
