using System.Collections.Immutable;

namespace Prunella.Kernel.Approvals;

/// <summary>What a proposed remediation waits for.</summary>
/// <param name="Plan">Hash of what would be done: only who names it approves it.</param>
/// <param name="Needed">How many different persons must approve.</param>
/// <param name="RequestedBy">Who asked for it by hand; empty when the healer proposed it.</param>
/// <param name="Until">When the proposal lapses.</param>
/// <param name="By">Who has approved so far.</param>
public sealed record Approval(string Plan, int Needed, string RequestedBy, long Until, ImmutableArray<string> By);

/// <summary>A person's no to a remedy on a target; holds as long as the incident is open.</summary>
/// <param name="Recipe">Which remedy.</param>
/// <param name="Target">On what.</param>
/// <param name="By">Whose no.</param>
public sealed record Denial(string Recipe, string Target, string By);

/// <summary>What a policy says of approvals; null keeps the default.</summary>
/// <param name="Quorum">How many different persons must approve, 1 to 10; default 1, and never fewer than two on a
/// protected service.</param>
/// <param name="WithinNanos">How long a proposal waits, a minute to a day; default 15 minutes, because by then the
/// trouble is rarely what it was.</param>
public sealed record ApprovalRules(int? Quorum, long? WithinNanos);
