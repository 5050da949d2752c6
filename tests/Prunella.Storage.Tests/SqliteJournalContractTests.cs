using Prunella.PortContracts;
using Prunella.Runtime.Ports;
using Prunella.Storage.Sqlite;

namespace Prunella.Storage.Tests;

/// <summary>The SQLite journal keeps the port's contract; its disk fails as a full one does.</summary>
public sealed class SqliteJournalContractTests : JournalContract
{
    private readonly TestFolder _folder = new();
    private SqliteJournal? _open;

    protected override Task<IJournal> OpenAsync()
    {
        _open = SqliteJournal.Open(_folder.Journal);
        return Task.FromResult<IJournal>(_open);
    }

    protected override async Task CloseAsync() => await _open!.DisposeAsync();

    // Fewer than the pages already in use: SQLite takes that as "no more than now".
    protected override Task FailDiskAsync() => _open!.LimitPagesAsync(1);

    protected override void CleanUp() => _folder.Dispose();
}
