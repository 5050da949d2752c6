using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.State;

namespace Prunella.Kernel;

/// <summary>The decisions: a state and an input give events, effects and reasons; a state and an event give the next state.</summary>
public static class Kernel
{
    /// <summary>Decides on one input. Pure: the same state and input give the same decision, on any machine.</summary>
    public static Decision Decide(KernelState state, Stamped input) => throw new NotSupportedException("Written in the kernel's own slice.");

    /// <summary>Folds one event.</summary>
    /// <param name="state">The state so far.</param>
    /// <param name="event">The event.</param>
    /// <param name="policySets">Finds the content of a policy set by its hash; called for <see cref="PolicySetActivated"/> only.</param>
    public static KernelState Evolve(KernelState state, KernelEvent @event, Func<string, PolicySet> policySets) => throw new NotSupportedException("Written in the kernel's own slice.");
}
