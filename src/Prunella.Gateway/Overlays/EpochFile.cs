using System.Globalization;

using Prunella.Runtime.DataFolder;

namespace Prunella.Gateway.Overlays;

/// <summary>The highest epoch ever seen, durable before anything of it is applied.</summary>
internal sealed class EpochFile(string folder)
{
    private readonly string _path = Path.Combine(folder, "epoch");

    public long Read() =>
        File.Exists(_path) && long.TryParse(File.ReadAllText(_path), CultureInfo.InvariantCulture, out var epoch) ? epoch : 0;

    public void Write(long epoch)
    {
        Directory.CreateDirectory(folder);
        HealerFolder.WriteWhole(_path, epoch.ToString(CultureInfo.InvariantCulture));
    }
}
