using System.Globalization;

using Prunella.Runtime.Configuration.Documents.Declared;
using Prunella.Runtime.Configuration.Yaml;

using static Prunella.Runtime.Configuration.Documents.Declared.HeadFields;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Reads the head that all documents share, and hands the rest to the reader of its kind.</summary>
internal sealed class DocumentReader(string folder, Problems problems, Func<string, string?> environment)
{
    public const string NameForm = "lower-case letters, digits and inner hyphens, at most 63";
    private const string Major = "prunella/v1";

    private readonly Reading _reading = new(problems, environment);
    private readonly SortedDictionary<string, Place> _names = new(StringComparer.Ordinal);

    public Drafts Drafts { get; } = new();

    public static bool IsName(string name) =>
        name.Length is > 0 and <= 63 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && name[0] != '-' && name[^1] != '-';

    public void Read(string file, YamlNode document)
    {
        var place = new Place(file, document.Mark, "");
        if (document is not YamlMap map)
        {
            if (document is not YamlScalar { Text.Length: 0 }) problems.Add(place, "a document must be a map of keys");
            return;
        }
        var fields = new Fields(HeadFields.Shape, map, place, _reading);
        if (fields.Read(ApiVersion) == OpenSlo.SloDocuments.Version)
        {
            Drafts.OpenSlo.Take(fields);
            return;
        }
        if (!IsUnderstood(fields)) return;
        var name = fields.Read(HeadFields.Kind);
        var kind = DocumentKind.All.FirstOrDefault(k => k.Name == name);
        var known = DocumentKind.All.Select(k => k.Name).ToArray();
        if (kind is null && name.Length > 0)
            fields.Wrong(HeadFields.Kind, name, "is no kind" + Suggestion.For(name, known), string.Join(", ", known));
        var metadata = fields.Read(Metadata);
        if (kind is null)
        {
            if (!fields.Has(Spec)) fields.Missing(Spec);
            return;
        }
        var spec = fields.As(Spec, kind.Spec);
        if (metadata is not null && spec is not null) Take(kind.Name, metadata, spec);
    }

    private void Take(string kind, Fields metadata, Fields spec)
    {
        var head = new MetadataDraft(
            NameOf(metadata, kind), metadata.Read(Owner), metadata.Read(Runbook), Day(metadata), metadata.Read(Labels));
        var fleet = new Placed<string>(metadata.Read(HeadFields.Fleet), metadata.At(HeadFields.Fleet));
        if (metadata.Has(HeadFields.Fleet)) Drafts.Fleets.Add(fleet);
        switch (kind)
        {
            case "Fleet": TakeFleet(head.Name, spec); break;
            case "Service": Drafts.Services.Add(new ServiceReader(folder).Read(head.Name, spec) with { Labels = head.Labels }); break;
            case "Dependency": Drafts.Dependencies.Add(DependencyReader.Read(spec)); break;
            case "Policy": Drafts.Policies.Add(PolicyReader.Read(head, spec)); break;
            default: Drafts.Recipes.Add(RecipeReader.Read(head.Name, spec)); break;
        }
    }

    private static bool IsUnderstood(Fields fields)
    {
        var version = fields.Read(ApiVersion);
        if (version == Major) return true;
        // A newer minor version only adds; what this version does not know of it shows as an unknown key.
        if (version.StartsWith(Major + ".", StringComparison.Ordinal) && Quantities.Count(version[(Major.Length + 1)..]) is not null) return true;
        if (version.Length > 0) fields.Wrong(ApiVersion, version, "is not understood by this version", $"{Major}, {OpenSlo.SloDocuments.Version}");
        return false;
    }

    private static string? Day(Fields metadata)
    {
        if (!metadata.Has(ReviewBy)) return null;
        var text = metadata.Read(ReviewBy);
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) return text;
        metadata.Wrong(ReviewBy, text, "is no day", "a day of the calendar, such as 2026-12-31");
        return null;
    }

    private string NameOf(Fields metadata, string kind)
    {
        var name = metadata.Read(Name);
        if (name.Length == 0) return "unnamed";
        if (!IsName(name)) metadata.Wrong(Name, name, "is no name", NameForm);
        if (!_names.TryAdd(kind + "/" + name, metadata.At(Name)))
            metadata.Wrong(Name, name, $"stands for a second {kind}; the first is in {_names[kind + "/" + name].File}:{_names[kind + "/" + name].Mark.Line}", "a name of its own");
        return name;
    }

    private void TakeFleet(string name, Fields spec)
    {
        var draft = FleetReader.Read(name, spec);
        if (Drafts.Fleet is not null) problems.Add(spec.Place, "is a second Fleet; a folder has one");
        else Drafts.Fleet = draft;
    }
}
