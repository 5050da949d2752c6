using Prunella.Runtime.Configuration;

namespace Prunella.Runtime.Tests.Configuration;

/// <summary>A folder of documents that goes away with its test.</summary>
internal sealed class Documents : IDisposable
{
    private int _files;

    public string Folder { get; } = Directory.CreateTempSubdirectory("prunella-config-").FullName;

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public Documents With(string kind, string name, string spec, string metadata = "") => WithText(
        $"apiVersion: prunella/v1\nkind: {kind}\nmetadata: {{ name: {name}{metadata} }}\nspec: {{ {spec} }}\n");

    public Documents WithText(string text)
    {
        File.WriteAllText(Path.Combine(Folder, $"{_files++:D3}.yaml"), text);
        return this;
    }

    public ConfigurationResult Read() => ConfigurationReader.Read(Folder, name => Environment.GetValueOrDefault(name));

    public string ReadErrors() => string.Join('\n', Read().Errors);

    public string ReadWarnings()
    {
        var result = Read();
        Assert.Empty(result.Errors);
        return string.Join('\n', result.Warnings);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
