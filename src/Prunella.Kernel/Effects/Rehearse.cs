using Prunella.Contracts;
using Prunella.Kernel.Recipes;

namespace Prunella.Kernel.Effects;

/// <summary>Try now where a recipe leads to; the answer comes as <c>RehearsalReported</c>.</summary>
/// <param name="Kind">What is tried.</param>
/// <param name="Subject">On what the recipe would act.</param>
/// <param name="Requests">How many requests it may make to each place.</param>
public sealed record Rehearse(RehearsalKind Kind, Subject Subject, int Requests) : KernelEffect;
