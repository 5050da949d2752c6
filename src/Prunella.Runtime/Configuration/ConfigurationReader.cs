using System.Security.Cryptography;
using System.Text.Json;

using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Runtime.Configuration.Documents;
using Prunella.Runtime.Configuration.Documents.OpenSlo;
using Prunella.Runtime.Configuration.Yaml;
using Prunella.Runtime.Wire;

namespace Prunella.Runtime.Configuration;

/// <summary>
/// Reads a document file or a folder of them, all together, and tells everything that is wrong at
/// once.
/// </summary>
public static class ConfigurationReader
{
    private const int MostFiles = 1000;
    private const long MostBytes = 16L * 1024 * 1024;
    private static readonly string[] Endings = [".yaml", ".yml"];

    /// <summary>Reads; never throws for what stands in the documents or for a missing path.</summary>
    /// <param name="path">A file, or a folder whose *.yaml and *.yml are read (not its sub-folders).</param>
    /// <param name="environment">Looks up a variable; null when it is not set.</param>
    public static ConfigurationResult Read(string path, Func<string, string?> environment)
    {
        var problems = new Problems();
        var folder = Directory.Exists(path) ? Path.GetFullPath(path) : Path.GetDirectoryName(Path.GetFullPath(path))!;
        var reader = new DocumentReader(folder, problems, environment);
        foreach (var file in Files(path, problems)) ReadFile(file, reader, problems);
        // Where a part could not be read, whoever refers to it would be told to be wrong as well.
        if (reader.Drafts.AreWhole)
        {
            reader.Drafts.Policies.AddRange(new SloReader(reader.Drafts.OpenSlo, problems).Policies());
            FromCatalogue(reader.Drafts);
            new WholeCheck(reader.Drafts, problems).Run();
        }
        var errors = problems.Errors();
        var configuration = errors.Count == 0 ? Assemble(reader.Drafts) with { Folder = folder } : null;
        return new ConfigurationResult(configuration, errors) { Warnings = problems.Warnings() };
    }

    /// <summary>A policy set from the content that is kept beside the journal.</summary>
    public static PolicySet DecodePolicies(ReadOnlyMemory<byte> content) =>
        JsonSerializer.Deserialize<PolicySet>(content.Span, WireJson.Options) ?? throw new JsonException("The policy set is empty.");

    /// <summary>Recipes that policies name and no document of theirs defines are taken from the catalogue, and are part
    /// of the set from then on. What is wrong with one is told where it is named.</summary>
    private static void FromCatalogue(Drafts drafts)
    {
        var own = drafts.Recipes.Select(r => r.Recipe.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var remedy in drafts.Policies.SelectMany(p => p.Remedies))
        {
            if (RecipeCatalogue.Find(remedy.Value) is { } shipped && own.Add(remedy.Value))
                drafts.Recipes.Add(new RecipeDraft(shipped.Recipe, remedy.Place) { IsShipped = true });
        }
    }

    private static string[] Files(string path, Problems problems)
    {
        if (File.Exists(path)) return [path];
        var files = Directory.Exists(path)
            ? Directory.GetFiles(path).Where(f => Endings.Contains(Path.GetExtension(f))).Order(StringComparer.Ordinal)
                .ToArray()
            : [];
        if (files.Length == 0) problems.Add(new Documents.Place(path, default, ""), "there is no document here", "", "a .yaml file, or a folder with some");
        if (files.Length <= MostFiles && files.Sum(f => new FileInfo(f).Length) <= MostBytes) return files;
        problems.Add(new Documents.Place(path, default, ""), "is too much for one fleet", $"{files.Length} files", $"at most {MostFiles} files and {MostBytes / 1024 / 1024} MiB in all");
        return [];
    }

    private static void ReadFile(string file, DocumentReader reader, Problems problems)
    {
        if (DocumentText.Read(file, problems) is not { } text)
        {
            reader.Drafts.AreWhole = false;
            return;
        }
        var read = YamlTree.Read(
            text, (mark, key, problem) => problems.Add(new Documents.Place(file, mark, key), problem));
        reader.Drafts.AreWhole &= read.IsWhole;
        foreach (var document in read.Documents) reader.Read(file, document);
    }

    private static FleetConfiguration Assemble(Drafts drafts)
    {
        var fleet = drafts.Fleet ?? new FleetDraft(FleetRules.Default, FleetReader.Default, [], []);
        var policies = new PolicySet(
            fleet.Rules,
            [.. drafts.Services.OrderBy(s => s.Id).Select(Rules)],
            [.. drafts.Dependencies.Select(Rules).OrderBy(d => d.Id)],
            [.. drafts.Policies.Where(p => p.Selected is not null).OrderBy(p => p.Name, StringComparer.Ordinal)
                .Select(Of)],
            [.. drafts.Recipes.Select(r => r.Recipe).OrderBy(r => r.Name, StringComparer.Ordinal)]);
        var content = JsonSerializer.SerializeToUtf8Bytes(policies, WireJson.Options);
        return new FleetConfiguration(
            policies, Convert.ToHexStringLower(SHA256.HashData(content)), content,
            [.. drafts.Services.OrderBy(s => s.Id)
                .SelectMany(s => s.Instances.Select(i => i.Setup).OrderBy(i => i.Id))],
            [.. fleet.Gateways.Select(g => new GatewaySetup(
                g.Name, g.Listen, [.. drafts.Services.Where(s => s.Gateway.Value == g.Name).Select(s => s.Id).Order()],
                g.TryTimeoutNanos, g.RetryPerMille))],
            [.. drafts.Dependencies.Where(d => d.Fallback is not null)
                .Select(d => new FallbackSetup(Edge(d), d.Fallback!.Status, d.Fallback.ContentType, d.Fallback.Body))],
            fleet.Listen);
    }

    /// <summary>What a document does not say stays null: so the hash of those from before stays the same.</summary>
    private static Policy Of(PolicyDraft p) => new(
        p.Name, p.Selected!.Services[0], p.Objective?.Single, [.. p.Remedies.Select(r => r.Value)],
        p.Guardrails, p.Mode, p.Metadata.Owner, p.Metadata.Runbook)
    {
        Selection = p.Selected is { Services.Count: 1, Instances: null, Dependencies: null } ? null : p.Selected,
        Composite = p.Objective?.Composite,
        Goal = p.Goal,
        ReviewBy = p.Metadata.ReviewBy,
    };

    private static ServiceRules Rules(ServiceDraft s) => new(
        s.Id, s.State, s.Protected, s.Gateway.Value,
        [.. s.Instances.Select(i => new InstanceRules(i.Setup.Id, i.Setup.Place, i.Setup.Process is not null))
            .OrderBy(i => i.Id)])
    {
        Criticality = s.Criticality,
    };

    private static DependencyRules Rules(DependencyDraft d) =>
        new(Edge(d), d.Gateway.Value, d.Fallback is not null, d.Optional, d.TimeoutNanos);

    private static DependencyId Edge(DependencyDraft d) =>
        new(ServiceId.Parse(d.Caller.Value), ServiceId.Parse(d.Callee.Value));
}
