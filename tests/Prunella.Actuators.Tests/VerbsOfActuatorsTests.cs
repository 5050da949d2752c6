using Prunella.Actuators.Tests.Overlays;
using Prunella.Actuators.Tests.Processes;
using Prunella.Contracts;
using Prunella.Runtime.Ports;

namespace Prunella.Actuators.Tests;

/// <summary>The table of verbs says neither more nor less than the actuators that there are can do.</summary>
public sealed class VerbsOfActuatorsTests
{
    [Fact]
    public void The_gateways_overlays_carry_out_what_the_table_says() => Agrees(new HubRig().Hub.Describe());

    [Fact]
    public void The_process_supervisor_carries_out_what_the_table_says()
    {
        using var shelf = new Shelf();
        using var supervisor = shelf.Supervisor(shelf.Instance("checkout-1"));

        Agrees(supervisor.Describe());
    }

    [Fact]
    public void Nobody_else_is_said_to_be_here() => Assert.Equal(
        [VerbTable.Gateway, VerbTable.Page, VerbTable.Process],
        VerbTable.All.Where(f => f.IsPresent).Select(f => f.Actuator).Distinct().Order(StringComparer.Ordinal));

    private static void Agrees(ActuatorDescription actuator) => Assert.Equal(
        VerbTable.All.Where(f => f.IsPresent && f.Actuator == actuator.Name).Select(f => f.Verb), actuator.Verbs.Order());
}
