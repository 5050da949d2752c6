using Microsoft.Extensions.Time.Testing;

using Prunella.Contracts;
using Prunella.PortContracts;
using Prunella.Reflexes.Overlays;
using Prunella.Runtime.Ports;

namespace Prunella.Actuators.Tests.Overlays;

/// <summary>The overlay hub keeps the actuator's contract, with the gateway's own holder as its target.</summary>
public sealed class OverlayHubContractTests : ActuatorContract
{
    protected override async Task<IActuatorRig> StartAsync()
    {
        var rig = new Rig();
        await rig.ConnectedAsync();
        return rig;
    }

    /// <summary>
    /// Once impatient, every timer is due at once: who waits for somebody that has gone is told so
    /// at once.
    /// </summary>
    private sealed class ImpatientTime : FakeTimeProvider
    {
        public bool IsImpatient { get; set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (IsImpatient) _ = Task.Run(() => Advance(dueTime));
            return timer;
        }
    }

    private sealed class Rig : IActuatorRig
    {
        private readonly ImpatientTime _time = new();
        private readonly HubRig _rig;
        private readonly OverlayHolder _holder = new("edge", 0);
        private readonly HashSet<string> _applied = [];
        private readonly CancellationTokenSource _gone = new();
        private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task _listening;
        private OverlayReply? _last;

        public Rig()
        {
            _rig = new HubRig(_time).Opened();
            _listening = ListenAsync();
        }

        public IActuator Actuator => _rig.Hub;

        public int Effects
        {
            get
            {
                lock (_applied) return _applied.Count;
            }
        }

        public Task ConnectedAsync() => _connected.Task;

        public RemediationOrder Order(string id, long epoch, int expiresInSeconds) => _rig.Order(id) with
        {
            Epoch = epoch,
            ExpiresUnixNanos = (_time.GetUtcNow().AddSeconds(expiresInSeconds) - DateTimeOffset.UnixEpoch).Ticks * 100,
        };

        public async Task HurtAsync(Hurt hurt)
        {
            if (hurt == Hurt.UndoneByOthers)
            {
                _rig.Hub.Accept(_last! with { Results = [.. _last.Results.Select(r => r with { Applied = false, Detail = "taken out by hand" })] });
                return;
            }
            await _gone.CancelAsync();
            await _listening;
            _time.IsImpatient = true;
        }

        public async ValueTask DisposeAsync()
        {
            await _gone.CancelAsync();
            await _listening;
            _gone.Dispose();
        }

        private async Task ListenAsync()
        {
            try
            {
                await foreach (var overlay in _rig.Hub.SubscribeAsync("edge", _gone.Token)) Take(overlay);
            }
            catch (OperationCanceledException)
            {
                // The gateway has gone.
            }
        }

        private void Take(Overlay overlay)
        {
            _last = _holder.Offer(overlay, 0) ?? _holder.Apply(overlay, 0, _ => null);
            lock (_applied) _applied.UnionWith(_holder.Changes(0).Select(c => c.OrderId));
            _rig.Hub.Accept(_last);
            _connected.TrySetResult();
        }
    }
}
