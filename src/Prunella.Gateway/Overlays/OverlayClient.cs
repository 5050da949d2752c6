using System.Net.ServerSentEvents;

using Prunella.Runtime.Wire;

namespace Prunella.Gateway.Overlays;

/// <summary>Opens the healer's stream and holds what it says; when the healer is away, goes on
/// with its last state until that lapses.</summary>
internal sealed partial class OverlayClient(HealerLink link, HeldOverlay held, TimeProvider time,
    ILogger<OverlayClient> logger) : BackgroundService
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500),
        TimeSpan.FromSeconds(1)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var failures = 0; !stoppingToken.IsCancellationRequested; failures++)
        {
            try
            {
                await ListenAsync(() => failures = 0, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Everything: whatever goes wrong with the healer must not end the traffic.
                if (failures == 0) Away(logger, e.Message);
            }
            // Spread by half, so that the gateways of a fleet do not come back in one instant.
            var pause = Pauses[Math.Min(failures, Pauses.Length - 1)] * (0.75 + Random.Shared.NextDouble() / 2);
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(Action connected, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, link.Path($"overlays/{link.Name}"));
        request.Headers.Add("Prunella-Protocol", "1.0");
        using var response = await link.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (!response.IsSuccessStatusCode)
        {
            Refused(logger, (int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
            return;
        }
        connected();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var events = SseParser.Create(stream, (_, data) => OverlayText.Read(data));
        await foreach (var item in events.EnumerateAsync(cancellation))
        {
            var reply = held.Take(item.Data);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(AnswerWithin);
            using var answer = await link.Http.PostAsJsonAsync(link.Path($"overlays/{link.Name}/reply"), reply, WireJson.Options, patience.Token);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The healer is away ({Why}); serving on, overlays lapse by themselves.")]
    private static partial void Away(ILogger logger, string why);

    [LoggerMessage(2, LogLevel.Error, "The healer refused the overlay stream with {Status}: {Why}")]
    private static partial void Refused(ILogger logger, int status, string why);
}
