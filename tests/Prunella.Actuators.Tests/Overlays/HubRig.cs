using System.Threading.Channels;

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
internal sealed class HandGateway(OverlayHub hub) : IDisposable
{
    private readonly ChannelReader<Overlay> _stream = hub.Subscribe("edge");

    /// <summary>True when something was said that was not taken yet.</summary>
    public bool HasWord => _stream.TryPeek(out _);

    public Overlay Take()
    {
        Assert.True(_stream.TryRead(out var overlay), "nothing was said");
        return overlay!;
    }

    /// <summary>
    /// Takes the newest overlay and answers that all of it is held, but for what is to be refused.
    /// </summary>
    public Overlay Answer(string refused = "")
    {
        var overlay = Take();
        Say(overlay, refused);
        return overlay;
    }

    public void Say(Overlay overlay, string refused = "") => hub.Accept(new OverlayReply(
        "edge", overlay.Version, overlay.Epoch, true,
        [.. overlay.Changes.Select(c => new ChangeResult(c.OrderId, c.OrderId != refused, c.OrderId == refused ? "not here" : ""))], ""));

    public void Dispose() => hub.Unsubscribe("edge", _stream);
}
