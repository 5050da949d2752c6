namespace Prunella.Server;

/// <summary>What the healer says to people.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Error, "Not started: {What}")]
    public static partial void NotStarted(ILogger logger, string what);

    [LoggerMessage(4, LogLevel.Warning, "Found on this machine: {What}")]
    public static partial void Found(ILogger logger, string what);

    [LoggerMessage(2, LogLevel.Information, "Ready: API and page {Api}, OTLP gRPC {Grpc} and HTTP {Http}, data in {Data}.")]
    public static partial void Ready(ILogger logger, Uri api, string grpc, string http, string data);

    [LoggerMessage(3, LogLevel.Critical, "The loop has ended ({Phase}); nothing is done any more. Read the log above, then restart the healer.")]
    public static partial void LoopEnded(ILogger logger, string phase);
}
