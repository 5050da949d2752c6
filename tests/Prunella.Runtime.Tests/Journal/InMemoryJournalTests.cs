using Prunella.PortContracts;
using Prunella.Runtime.Journal;
using Prunella.Runtime.Ports;

namespace Prunella.Runtime.Tests.Journal;

/// <summary>The journal of tests and simulated worlds keeps the same contract as the one on a disk.</summary>
public sealed class InMemoryJournalTests : JournalContract
{
    private readonly InMemoryJournal _disk = new("3f9a01c2");

    protected override Task<IJournal> OpenAsync()
    {
        _disk.Reopen();
        return Task.FromResult<IJournal>(_disk);
    }

    protected override Task CloseAsync() => Task.CompletedTask;

    protected override Task FailDiskAsync()
    {
        _disk.FailNextAppend();
        return Task.CompletedTask;
    }
}
