using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

using Prunella.Kernel.Policies;
using Prunella.Runtime.Journal;

namespace Prunella.Runtime.Tests.Journal;

/// <summary>What has been journalled stays readable: each shape ever shipped lies in Golden/ and must load for ever.</summary>
/// <remarks><c>PRUNELLA_ACCEPT=1</c> writes the files that are missing or differ; read the diff before you commit it.</remarks>
public sealed class GoldenTests
{
    private static readonly JournalTypes[] Tables = [JournalTypes.Inputs, JournalTypes.Events];

    public static TheoryData<string> CurrentShapes =>
        [.. Tables.SelectMany(t => t.All.Select(e => NameOf(t.Kind, e.Name, e.Version)))];

    [Theory]
    [MemberData(nameof(CurrentShapes))]
    public void A_shape_is_written_as_its_golden_file_says(string name)
    {
        var (types, entry) = Find(name);
        var written = Write(entry, Samples.Of(entry.Clr));
        var path = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("PRUNELLA_ACCEPT") == "1") File.WriteAllText(path, written + "\n");

        Assert.True(File.Exists(path), $"{types.Kind} '{entry.Name}' version {entry.Version} has no golden file: run with PRUNELLA_ACCEPT=1 and commit {name}.");
        Assert.Equal(File.ReadAllText(path).TrimEnd('\n'), written);
    }

    [Fact]
    public void Every_golden_file_still_loads_and_is_written_again_in_todays_shape()
    {
        var codec = new JournalCodec(_ => PolicySet.Empty);
        foreach (var path in Directory.GetFiles(Folder(), "*.json"))
        {
            var kind = Path.GetFileName(path).Split('.')[0];
            var types = Tables.Single(t => t.Kind == kind);
            using var document = JsonDocument.Parse(File.ReadAllText(path));

            var value = codec.Read(document.RootElement, types, Path.GetFileName(path));

            var entry = types.Of(value);
            var current = Path.Combine(Folder(), NameOf(kind, entry.Name, entry.Version));
            if (path == current) Assert.Equal(File.ReadAllText(path).TrimEnd('\n'), Write(entry, value));
        }
    }

    [Fact]
    public void There_are_no_golden_files_of_shapes_that_nobody_knows()
    {
        var known = Tables.SelectMany(t => t.All.SelectMany(e => Enumerable.Range(1, e.Version).Select(v => NameOf(t.Kind, e.Name, v))));

        Assert.Empty(Directory.GetFiles(Folder(), "*.json").Select(f => Path.GetFileName(f)!).Except(known));
    }

    [Fact]
    public void A_type_without_a_sample_fails_loudly() =>
        Assert.Contains("teach Samples", Assert.Throws<InvalidOperationException>(() => Samples.Of(typeof(Uri))).Message, StringComparison.Ordinal);

    private static string NameOf(string kind, string name, int version) => $"{kind}.{name}.v{version}.json";

    private static (JournalTypes Types, JournalTypeEntry Entry) Find(string file)
    {
        var parts = file.Split('.');
        var types = Tables.Single(t => t.Kind == parts[0]);
        return (types, types.Find(parts[1])!);
    }

    private static string Write(JournalTypeEntry entry, object value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JournalCodec.WriterOptions)) JournalCodec.Write(writer, entry, value);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Folder([CallerFilePath] string here = "")
    {
        var folder = Path.Combine(Path.GetDirectoryName(here)!, "..", "Golden");
        Directory.CreateDirectory(folder);
        return Path.GetFullPath(folder);
    }
}
