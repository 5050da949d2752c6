using Microsoft.Extensions.Time.Testing;

using Prunella.Actuators.Overlays;
using Prunella.Contracts;
using Prunella.Kernel.Policies;

namespace Prunella.Actuators.Tests.Overlays;

/// <summary>A hub with one gateway's worth of policies under a clock that only tests move.</summary>
internal sealed class HubRig
{
    public static readonly ServiceId Checkout = new("checkout");
    public static readonly ServiceId Payments = new("payments");

    public HubRig(FakeTimeProvider? time = null)
    {
        Time = time ?? new FakeTimeProvider();
        Hub = new OverlayHub(Policies, Time);
    }

    public FakeTimeProvider Time { get; }

    public OverlayHub Hub { get; }

    private static PolicySet Policies => new(
        FleetRules.Default with { Gateways = ["edge"] },
        [
            new ServiceRules(Checkout, StateKind.None, false, "edge", []),
            new ServiceRules(Payments, StateKind.None, false, "edge", []),
            new ServiceRules(new ServiceId("catalog"), StateKind.None, false, "", []),
        ],
        [new DependencyRules(new DependencyId(Checkout, Payments), "edge", true, true, 0)],
        [],
        []);

    public RemediationOrder Order(string id, string subject = "instance/checkout/checkout-2", Verb verb = Verb.Eject, int leaseSeconds = 30) => new(
        id, FleetId.Default, 1, verb, Subject.Parse(subject), "gateway", 0, leaseSeconds * 1_000_000_000L,
        (Time.GetUtcNow().AddMinutes(1) - DateTimeOffset.UnixEpoch).Ticks * 100);

    /// <summary>Opens the hub and lets its half second of gathering pass.</summary>
    public HubRig Opened(long epoch = 1)
    {
        Hub.Open(epoch);
        Pass(TimeSpan.FromMilliseconds(500));
        return this;
    }

    /// <summary>Lets time pass in the beat of the healer.</summary>
    public void Pass(TimeSpan time)
    {
        var beat = TimeSpan.FromMilliseconds(250);
        for (var left = time; left > TimeSpan.Zero; left -= beat)
        {
            Time.Advance(left < beat ? left : beat);
            Hub.Tick();
        }
    }

    public HandGateway Connect() => new(Hub);
}

/// <summary>A gateway worked by hand: it takes one overlay at a time and answers when it is told to.</summary>
internal sealed class HandGateway(OverlayHub hub) : IAsyncDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private IAsyncEnumerator<Overlay>? _stream;
    private Task<bool>? _next;

    /// <summary>Begins to listen; nothing may have been said yet.</summary>
    public HandGateway Listen()
    {
        _stream ??= hub.SubscribeAsync("edge", _gone.Token).GetAsyncEnumerator(CancellationToken.None);
        _next ??= _stream.MoveNextAsync().AsTask();
        return this;
    }

    /// <summary>True when something was said that was not taken yet.</summary>
    public bool HasWord => Listen()._next!.IsCompleted;

    public async Task<Overlay> TakeAsync()
    {
        Listen();
        await _next!.WaitAsync(TimeSpan.FromSeconds(30));
        _next = null;
        return _stream!.Current;
    }

    /// <summary>Takes the newest overlay and answers that all of it is held, but for what is to be refused.</summary>
    public async Task<Overlay> AnswerAsync(string refused = "")
    {
        var overlay = await TakeAsync();
        Say(overlay, refused);
        return overlay;
    }

    public void Say(Overlay overlay, string refused = "") => hub.Accept(new OverlayReply(
        "edge", overlay.Version, overlay.Epoch, true,
        [.. overlay.Changes.Select(c => new ChangeResult(c.OrderId, c.OrderId != refused, c.OrderId == refused ? "not here" : ""))], ""));

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        // Ends by cancellation, or with a word that nobody took.
        if (_next is not null) await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_stream is not null) await _stream.DisposeAsync();
        _gone.Dispose();
    }
}
