using Prunella.Contracts;
using Prunella.Senses.Identity;
using Prunella.Senses.Otlp.Wire;

namespace Prunella.Senses.Otlp.Logs;

/// <summary>Walks an ExportLogsServiceRequest that was found sound.</summary>
/// <remarks>
/// Lines below a warning are only counted by those who come after, so they travel without their
/// text: reading and redacting it would cost more than everything else here.
/// </remarks>
internal static class LogReader
{
    public static List<LogLine> Read(ReadOnlySpan<byte> request, ReadContext context, int expected) =>
        RecordWalk.Read<LogLine>(request, context, expected, Line);

    private static LogLine? Line(ReadOnlySpan<byte> bytes, InstanceId instance, ReadContext context)
    {
        ulong time = 0, observed = 0, severity = 0;
        ReadOnlySpan<byte> body = default;
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: time = reader.Bits; break;
                case 2: severity = reader.Bits; break;
                case 5: body = reader.Bytes; break;
                case 11: observed = reader.Bits; break;
            }
        }
        var nanos = time != 0 ? time : observed;
        if (nanos > long.MaxValue / 2)
        {
            context.Receipt.Reject(ShedReasons.BadTime, "a log line has an impossible time");
            return null;
        }
        var at = (long)nanos;
        if (!context.Admit(ref at)) return null;
        var how = SeverityOf(severity);
        return new LogLine(instance, at, how, how < LogSeverity.Warning ? "" : Body(body, Attributes.Of(bytes, 6)));
    }

    /// <summary>
    /// OpenTelemetry's numbers: 1-8 trace and debug, 9-12 information, 13-16 warning, 17-20 error,
    /// 21-24 fatal.
    /// </summary>
    /// <remarks>0 means that the sender did not say; it counts as information.</remarks>
    private static LogSeverity SeverityOf(ulong number) => number switch
    {
        0 => LogSeverity.Information,
        <= 8 => LogSeverity.Debug,
        <= 12 => LogSeverity.Information,
        <= 16 => LogSeverity.Warning,
        <= 20 => LogSeverity.Error,
        _ => LogSeverity.Fatal,
    };

    private static string Body(ReadOnlySpan<byte> body, Attributes attributes)
    {
        var text = Attributes.TextOf(body, Redaction.MaxRead) ?? "";
        if (attributes.First("exception.type") is not { } type) return Redaction.Of(text);
        var message = attributes.First("exception.message");
        return Redaction.Of(message is null ? $"{text} [{type}]" : $"{text} [{type}: {message}]");
    }
}
