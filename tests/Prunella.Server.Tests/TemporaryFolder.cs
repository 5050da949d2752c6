using Prunella.Runtime.DataFolder;

namespace Prunella.Server.Tests;

/// <summary>A data folder that goes away with its test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder()
    {
        Folder = new HealerFolder(Directory.CreateTempSubdirectory("prunella-server-").FullName);
        Folder.Create();
    }

    public HealerFolder Folder { get; }

    public void Dispose() => Directory.Delete(Folder.Root, recursive: true);
}
