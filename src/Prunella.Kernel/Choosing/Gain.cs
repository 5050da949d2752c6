using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Choosing;

/// <summary>What may be expected of a remedy: probability x efficacy - disruption - blast, all in per mille of what a
/// sure cure of the suspected fault is worth.</summary>
/// <param name="Probability">That the suspect is the cause, with that kind of fault.</param>
/// <param name="Efficacy">Lower bound of the recipe's record against that fault on that class of service.</param>
/// <param name="Disruption">What its disruption costs.</param>
/// <param name="Blast">What it costs to take away what still serves.</param>
/// <param name="Outcomes">How many outcomes the record holds; 0 when the efficacy is a belief alone.</param>
internal sealed record Gain(int Probability, int Efficacy, int Disruption, int Blast, long Outcomes)
{
    /// <summary>Of a proposal as things stand.</summary>
    public static Gain Of(Proposal proposal, KernelState state, long at)
    {
        var record = Records.Find(
            state, proposal.Recipe, proposal.Suspect.Fault, proposal.Target.Service, at);
        return new Gain(
            proposal.Suspect.ProbabilityPerMille, Prior.LowerBound(proposal.Recipe, record),
            Costs.Of(proposal.Recipe.Disruption), Costs.Blast(proposal, state), record?.Outcomes ?? 0);
    }

    /// <summary>What it costs even when it is the wrong remedy.</summary>
    public int Cost => Disruption + Blast;

    /// <summary>The expected gain; doing nothing gains 0.</summary>
    public int PerMille => Probability * Efficacy / 1000 - Cost;

    /// <summary>The whole sum, for the record.</summary>
    public Reason AsReason() => Reason.Of(
        ReasonCodes.ExpectedGain, ("gain", $"{PerMille}"), ("probability", $"{Probability}"), ("efficacy", $"{Efficacy}"),
        ("outcomes", $"{Outcomes}"), ("disruption", $"{Disruption}"), ("blast", $"{Blast}"));
}
