namespace Prunella.Storage.Tests;

/// <summary>A folder of its own for one test.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("prunella-storage-").FullName;

    public string Journal => Path.Combine(Root, "journal.db");

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
