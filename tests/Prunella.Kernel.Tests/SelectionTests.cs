using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Policies;

namespace Prunella.Kernel.Tests;

/// <summary>A policy of several services is divided where a staged set decides for some of them.</summary>
public sealed class SelectionTests
{
    private static readonly ServiceId A = new("a");
    private static readonly ServiceId B = new("b");

    [Fact]
    public void A_staged_set_takes_only_its_services_of_a_policy()
    {
        var mixed = new PolicyIndex(Of("active"), Of("staged"), ImmutableSortedSet.Create(StringComparer.Ordinal, "b"));

        Assert.Equal("active", Assert.Single(mixed.PoliciesFor(A)).Owner);
        Assert.Equal("staged", Assert.Single(mixed.PoliciesFor(B)).Owner);
        Assert.Equal([new InstanceId(B, "1")], mixed.PoliciesFor(B)[0].Selection!.Instances);
    }

    [Fact]
    public void Whom_nothing_is_left_of_is_gone() => Assert.Null(Of("x").Set.Policies[0].Within(_ => false));

    private static PolicyIndex Of(string owner) => new(PolicySet.Empty with
    {
        Policies =
        [
            new Policy("p", A, null, ["r"], new GuardrailRules(340, 500, 0, 0, new ActionBudget(6, 1), 0), Mode.Act, owner, "")
            {
                Selection = new Selection([A, B], [new InstanceId(A, "1"), new InstanceId(B, "1")]),
            },
        ],
    });
}
