using Prunella.Contracts;
using Prunella.Kernel.Recipes;

namespace Prunella.Kernel.Inputs;

/// <summary>Where a recipe leads to has been tried.</summary>
/// <param name="Kind">What was tried.</param>
/// <param name="Subject">On what the recipe would act.</param>
/// <param name="Passed">It answered as it must.</param>
/// <param name="Detail">For people: what it did instead, at most 200 characters; empty when it passed.</param>
public sealed record RehearsalReported(RehearsalKind Kind, Subject Subject, bool Passed, string Detail) : KernelInput;
