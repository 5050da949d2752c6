using Prunella.Contracts;

namespace Prunella.Kernel.Inputs;

/// <summary>A person lets happen what waits.</summary>
/// <param name="Remediation">Which: <c>i7.r2</c>.</param>
/// <param name="Plan">Hash of the plan that was shown.</param>
public sealed record ApproveCommanded(string Remediation, string Plan) : KernelInput;

/// <summary>A person does not let happen what waits.</summary>
/// <param name="Remediation">Which.</param>
/// <param name="Because">The person's words, at most 200 characters.</param>
public sealed record DenyCommanded(string Remediation, string Because) : KernelInput;

/// <summary>A person wants a remedy that the healer thought of and did not carry out.</summary>
/// <param name="Incident">For which incident.</param>
/// <param name="Recipe">Which recipe.</param>
/// <param name="Target">On what, in a subject's text form; empty for the likeliest.</param>
public sealed record RemediationRequested(string Incident, string Recipe, string Target) : KernelInput;

/// <summary>A person has a subject in hand for a while.</summary>
/// <param name="Subject">What.</param>
/// <param name="ForNanos">For how long, a second to 30 days.</param>
/// <param name="Because">The person's words, at most 200 characters.</param>
/// <param name="Debug">True: nothing is done to it; false: only nobody is told.</param>
public sealed record SilenceCommanded(Subject Subject, long ForNanos, string Because, bool Debug) : KernelInput;

/// <summary>A person has it in hand no longer.</summary>
/// <param name="Subject">What.</param>
public sealed record UnsilenceCommanded(Subject Subject) : KernelInput;

/// <summary>Just before an order was carried out, somebody else was found at its target; nothing was done.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Detail">Who or what was found, for people.</param>
public sealed record TargetChanged(string OrderId, string Detail) : KernelInput;
