using System.Text.Json;
using System.Text.RegularExpressions;

using Prunella.Runtime.Configuration;
using Prunella.Runtime.Wire;

namespace Prunella.Server.Policies;

/// <summary>A document as it was sent.</summary>
internal sealed record SentDocument(string? Name, string? Text);

/// <summary>Reads documents that were sent to a running healer, as strictly as those it was started with.</summary>
internal static partial class PolicyUpload
{
    private const int MostDocuments = 200;
    private const int MostCharacters = 4 * 1024 * 1024;

    /// <summary>The configuration, or what is wrong with it, by the names under which the documents were
    /// sent.</summary>
    public static (FleetConfiguration? Configuration, IReadOnlyList<string> Problems) Read(
        IReadOnlyList<SentDocument> documents, Func<string, string?> environment)
    {
        if (WhyNot(documents) is { } problem) return (null, [problem]);
        var folder = Directory.CreateTempSubdirectory("prunella-policies-");
        try
        {
            foreach (var document in documents)
                File.WriteAllText(Path.Combine(folder.FullName, document.Name!), document.Text);
            var read = ConfigurationReader.Read(folder.FullName, environment);
            var errors = read.Errors.Select(e => e with { File = Path.GetFileName(e.File) });
            return (read.Configuration, [.. errors.Select(e => e.ToString())]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What of a new configuration a running healer cannot take up: each in a sentence.</summary>
    /// <remarks>Senses, supervisor and detection are set up when the healer starts.</remarks>
    public static IReadOnlyList<string> BeyondPolicies(FleetConfiguration now, FleetConfiguration next)
    {
        var beyond = new List<string>();
        if (!Same(Fleet(now), Fleet(next))) beyond.Add("the fleet's name, gateways, falsePagesPerWeek or fullTierSeries differ");
        if (!Same(now.Policies.Services, next.Policies.Services)) beyond.Add("services or instances differ");
        if (!Same(now.Policies.Dependencies, next.Policies.Dependencies) || !Same(now.Fallbacks, next.Fallbacks))
            beyond.Add("dependencies or their fallbacks differ");
        if (!Same(Instances(now), Instances(next))) beyond.Add("addresses or probes of instances differ");
        if (!Same(Objectives(now), Objectives(next))) beyond.Add("objectives differ");
        return beyond;
    }

    private static string? WhyNot(IReadOnlyList<SentDocument> documents)
    {
        if (documents.Count == 0) return "there is no document here.";
        if (documents.Count > MostDocuments) return $"there are {documents.Count} documents; at most {MostDocuments} are taken.";
        if (documents.Sum(d => (long)(d.Text?.Length ?? 0)) > MostCharacters) return $"the documents are larger than {MostCharacters / 1024 / 1024} MiB together.";
        if (documents.FirstOrDefault(d => d.Text is null || !FileName().IsMatch(d.Name ?? "")) is { } odd)
            return $"'{odd.Name}' is no document: a name of letters, digits, '.', '-' and '_' that ends in .yaml or .yml, and its text.";
        var twice = documents.GroupBy(d => d.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        return twice is not null
            ? $"'{twice.Key}' was sent twice."
            : null;
    }

    private static object Fleet(FleetConfiguration c) =>
        new
        {
            c.Policies.Fleet.Id,
            c.Policies.Fleet.Gateways,
            c.Policies.Fleet.FalsePagesPerWeek,
            c.Policies.Fleet.FullTierSeries,
        };

    private static object Instances(FleetConfiguration c) => c.Instances.Select(i => new { i.Id, i.Address, i.Probes });

    private static object Objectives(FleetConfiguration c) =>
        c.Policies.Policies.Where(p => p.Objective is not null || p.Composite is not null)
            .Select(p => new { p.Name, p.Service, p.Selection, p.Objective, p.Composite });

    private static bool Same(object a, object b) =>
        JsonSerializer.Serialize(a, WireJson.Options) == JsonSerializer.Serialize(b, WireJson.Options);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.ya?ml$")]
    private static partial Regex FileName();
}
