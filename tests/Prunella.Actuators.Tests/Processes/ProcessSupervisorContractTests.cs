using Prunella.Actuators.Processes;
using Prunella.Contracts;
using Prunella.PortContracts;
using Prunella.Runtime.Ports;
using Prunella.Runtime.Processes;

namespace Prunella.Actuators.Tests.Processes;

/// <summary>The process supervisor keeps the actuator's contract with a real process as its target.</summary>
public sealed class ProcessSupervisorContractTests : ActuatorContract
{
    /// <summary>A restart is an act: there is no state to take back.</summary>
    protected override bool CanUndo => false;

    protected override Task<IActuatorRig> StartAsync() => Task.FromResult<IActuatorRig>(new Rig());

    private sealed class Rig : IActuatorRig
    {
        private readonly Shelf _shelf = new();
        private readonly ProcessSupervisor _supervisor;
        private readonly HashSet<ProcessIdentity> _lives = [];

        public Rig()
        {
            _supervisor = _shelf.Supervisor(_shelf.Instance("checkout-1"));
            Assert.Empty(_supervisor.EnsureStarted());
            Note();
        }

        public IActuator Actuator => _supervisor;

        /// <summary>Lives of the process after its first.</summary>
        public int Effects => Note() - 1;

        public RemediationOrder Order(string id, long epoch, int expiresInSeconds) => Shelf.Order(id, Verb.Restart, "checkout-1", epoch) with
        {
            ExpiresUnixNanos = (DateTimeOffset.UtcNow.AddSeconds(expiresInSeconds) - DateTimeOffset.UnixEpoch).Ticks * 100,
        };

        /// <summary>The target of restarts is out of reach when its records cannot be kept.</summary>
        public async Task HurtAsync(Hurt hurt)
        {
            Assert.Equal(Hurt.Gone, hurt);
            var records = Path.Combine(_shelf.Folder.Root, "processes");
            Directory.Move(records, records + ".away");
            await File.WriteAllTextAsync(records, "");
        }

        public ValueTask DisposeAsync()
        {
            _supervisor.Dispose();
            _shelf.Dispose();
            return ValueTask.CompletedTask;
        }

        private int Note()
        {
            if (_supervisor.PidOf(Shelf.Id("checkout-1")) is { } pid) _lives.Add(ProcessIdentity.Of(pid)!);
            return _lives.Count;
        }
    }
}
