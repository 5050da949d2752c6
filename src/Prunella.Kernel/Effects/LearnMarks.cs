using Prunella.Contracts;

namespace Prunella.Kernel.Effects;

/// <summary>Learn how much alarms are worth from these marks and from no others: the list is whole each time.</summary>
/// <param name="Alarms">By incident, then detector; empty forgets everything learnt.</param>
public sealed record LearnMarks(IReadOnlyList<MarkedAlarm> Alarms) : KernelEffect;
