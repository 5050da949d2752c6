using System.Buffers;
using System.Text.Unicode;

using Prunella.Runtime.Configuration.Yaml;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Bytes of a file as text: bounded before they are read, and UTF-8 or nothing.</summary>
/// <remarks>A UTF-8 byte order mark is passed over. What is no UTF-8 is refused where it stands: half a text would be
/// another document.</remarks>
internal static class DocumentText
{
    /// <summary>The text, or null when it was refused, which has been told.</summary>
    public static string? Read(string file, Problems problems)
    {
        try
        {
            if (ReadBytes(file) is { } bytes) return Decode(file, bytes, problems);
            problems.Add(new Place(file, new Mark(1, 1), ""), $"the file is larger than {YamlTree.MostBytes / 1024} KiB");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new Place(file, new Mark(1, 1), ""), "cannot be read: " + e.Message);
        }
        return null;
    }

    /// <summary>Null when there are too many; a pipe or a device does not say how many there are.</summary>
    private static byte[]? ReadBytes(string file)
    {
        using var stream = File.OpenRead(file);
        if (stream.CanSeek && stream.Length > YamlTree.MostBytes) return null;
        using var bytes = new MemoryStream();
        var part = new byte[16 * 1024];
        for (int read; (read = stream.Read(part)) > 0;)
        {
            bytes.Write(part, 0, read);
            if (bytes.Length > YamlTree.MostBytes) return null;
        }
        return bytes.ToArray();
    }

    private static string? Decode(string file, ReadOnlySpan<byte> bytes, Problems problems)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            problems.Add(new Place(file, new Mark(1, 1), ""), "is UTF-16", "", "UTF-8");
            return null;
        }
        if (bytes is [0xEF, 0xBB, 0xBF, ..]) bytes = bytes[3..];
        var text = new char[bytes.Length];
        var status = Utf8.ToUtf16(bytes, text, out _, out var written, replaceInvalidSequences: false);
        if (status == OperationStatus.Done) return new string(text, 0, written);
        var before = new string(text, 0, written);
        var mark = new Mark(before.Count(c => c == '\n') + 1, before.Length - before.LastIndexOf('\n'));
        problems.Add(new Place(file, mark, ""), "is no UTF-8 from here on", "", "UTF-8");
        return null;
    }
}
