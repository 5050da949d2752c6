using System.Globalization;

using Prunella.Runtime.DataFolder;

namespace Prunella.Gateway.Overlays;

/// <summary>The highest epoch ever seen, durable before anything of it is applied.</summary>
internal sealed class EpochFile(string folder)
{
    private readonly string _path = Path.Combine(folder, "epoch");

    /// <summary>The highest epoch of an earlier life, 0 for a first one.</summary>
    /// <exception cref="InvalidDataException">There is one, and it cannot be read: taking 0 for it
    /// would let an old healer back in.</exception>
    public long Read()
    {
        if (!File.Exists(_path)) return 0;
        var text = File.ReadAllText(_path);
        return long.TryParse(text, CultureInfo.InvariantCulture, out var epoch) && epoch >= 0
            ? epoch
            : throw new InvalidDataException($"{_path} holds no epoch but '{text[..Math.Min(20, text.Length)]}'. Write the healer's epoch into it ('prunella status' shows it).");
    }

    public void Write(long epoch)
    {
        Directory.CreateDirectory(folder);
        HealerFolder.WriteWhole(_path, epoch.ToString(CultureInfo.InvariantCulture));
    }
}
