using System.CommandLine;

using Prunella.Runtime.Configuration;

namespace Prunella.Cli.Commands;

/// <summary>A person takes something in hand for a while, and gives it back.</summary>
internal static class SilenceCommand
{
    private const long Second = 1_000_000_000;

    public static Command CreateSilence()
    {
        var subject = Subject();
        var duration = new Option<string>("--for") { Description = "how long: 30m, 1h, at most 30d; it ends by itself", Required = true };
        var because = new Option<string>("--because") { Description = "why, for the record", Required = true };
        var debug = new Option<bool>("--debug") { Description = "leave it alone altogether: nothing is done to it" };
        return MutatingCommand.Create(
            "silence", "Tell nobody of a service, an instance or an edge for a while; with --debug do nothing to it, either.",
            [subject, duration, because, debug],
            parsed => ("silences", new
            {
                subject = parsed.GetValue(subject),
                seconds = Seconds(parsed.GetRequiredValue(duration)),
                because = parsed.GetValue(because),
                debug = parsed.GetValue(debug),
            }));
    }

    public static Command CreateUnsilence()
    {
        var subject = Subject();
        return MutatingCommand.Create(
            "unsilence", "Give it back to the healer before its time is over.", [subject],
            parsed => ("silences/end", new { subject = parsed.GetValue(subject) }));
    }

    private static Argument<string> Subject() =>
        new("subject") { Description = "checkout, checkout/checkout-2 or checkout>payments" };

    private static long Seconds(string text) => DurationText.Parse(text) is { } nanos and >= Second
        ? nanos / Second
        : throw new CommandFailedException(ExitCode.Usage, $"'{text}' is no time of a second or more.", "--for 30m, --for 1h");
}
