using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Runtime.Journal;

namespace Prunella.Runtime.Tests.Journal;

/// <summary>Every input and event of the kernel has one stable name in the journal.</summary>
public sealed class JournalTypesTests
{
    public static TheoryData<Type, string> Roots => new() { { typeof(KernelInput), "input" }, { typeof(KernelEvent), "event" } };

    [Theory]
    [MemberData(nameof(Roots))]
    public void Every_sealed_record_stands_in_the_table_once(Type root, string kind)
    {
        var table = kind == "input" ? JournalTypes.Inputs : JournalTypes.Events;
        var records = root.Assembly.GetTypes().Where(t => t.IsSubclassOf(root)).ToArray();

        Assert.NotEmpty(records);
        Assert.All(records, r => Assert.True(r.IsSealed, $"{r.Name} is not sealed"));
        Assert.Equal(records.Select(r => r.FullName).Order(), table.All.Select(e => e.Clr.FullName).Order());
        Assert.Equal(table.All.Count, table.All.Select(e => e.Name).Distinct().Count());
        Assert.All(table.All, e => Assert.Matches("^[a-z]+(-[a-z]+)*$", e.Name));
        Assert.All(table.All, e => Assert.True(e.Version >= 1));
    }

    [Fact]
    public void An_input_is_named_by_its_record() =>
        Assert.Equal(("loop-started", 1, typeof(LoopStarted)), Flat(JournalTypes.Inputs.Find("loop-started")!));

    [Fact]
    public void An_event_is_named_by_its_attribute() =>
        Assert.Equal(("epoch-opened", 1, typeof(EpochOpened)), Flat(JournalTypes.Events.Find("epoch-opened")!));

    [Fact]
    public void A_stranger_has_no_entry() =>
        Assert.Throws<ArgumentException>(() => JournalTypes.Events.Of("a text"));

    private static (string, int, Type) Flat(JournalTypeEntry e) => (e.Name, e.Version, e.Clr);
}
