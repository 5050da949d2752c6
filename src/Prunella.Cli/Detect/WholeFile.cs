namespace Prunella.Cli.Detect;

/// <summary>A file that appears when it is whole, and not at all otherwise; an older one stays until then.</summary>
internal sealed class WholeFile(string path) : IDisposable
{
    // A device takes what it is given; there is nothing beside it to rename.
    private readonly bool _isDevice = path.StartsWith("/dev/", StringComparison.Ordinal);
    private bool _isDone;

    /// <summary>Where it is written.</summary>
    public string Part => _isDevice ? path : path + ".part";

    public void Done()
    {
        if (!_isDevice) File.Move(Part, path, overwrite: true);
        _isDone = true;
    }

    public void Dispose()
    {
        if (!_isDone && !_isDevice && File.Exists(Part)) File.Delete(Part);
    }
}
