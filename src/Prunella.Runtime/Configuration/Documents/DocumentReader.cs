using Prunella.Runtime.Configuration.Yaml;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Reads the head that all documents share, and hands the rest to the reader of its kind.</summary>
internal sealed class DocumentReader(string folder, Problems problems, Func<string, string?> environment)
{
    private const string Major = "prunella/v1";
    private static readonly string[] Kinds = ["Fleet", "Service", "Dependency", "Policy", "Recipe"];

    private readonly SortedDictionary<string, Place> _names = new(StringComparer.Ordinal);

    public Drafts Drafts { get; } = new();

    public void Read(string file, YamlNode document)
    {
        var place = new Place(file, document.Mark, "");
        if (document is not YamlMap map)
        {
            if (document is not YamlScalar { Text.Length: 0 }) problems.Add(place, "a document must be a map of keys");
            return;
        }
        var fields = new Fields(map, place, problems, environment);
        if (!IsUnderstood(fields)) return;
        var kind = fields.RequiredText("kind");
        var metadata = fields.Map("metadata");
        var spec = fields.Map("spec");
        if (!fields.Has("metadata")) fields.Missing("metadata");
        if (!fields.Has("spec")) fields.Missing("spec");
        fields.Done();
        if (metadata is not null && spec is not null) Take(fields, kind, metadata, spec);
    }

    private void Take(Fields document, string kind, Fields metadata, Fields spec)
    {
        var (name, owner, runbook) = (Name(metadata, kind), metadata.Text("owner", ""), metadata.Text("runbook", ""));
        var fleet = new Placed<string>(metadata.Text("fleet", ""), metadata.At("fleet"));
        if (metadata.Has("fleet")) Drafts.Fleets.Add(fleet);
        _ = metadata.Pairs("labels");
        metadata.Done();
        switch (kind)
        {
            case "Fleet": TakeFleet(name, spec); break;
            case "Service": Drafts.Services.Add(new ServiceReader(folder).Read(name, spec)); break;
            case "Dependency": Drafts.Dependencies.Add(DependencyReader.Read(spec)); break;
            case "Policy": Drafts.Policies.Add(PolicyReader.Read(name, owner, runbook, spec)); break;
            case "Recipe": Drafts.Recipes.Add(RecipeReader.Read(name, spec)); break;
            case "": break;
            default: document.Wrong("kind", kind, "is no kind" + Suggestion.For(kind, Kinds), string.Join(", ", Kinds)); break;
        }
    }

    private static bool IsUnderstood(Fields fields)
    {
        var version = fields.RequiredText("apiVersion");
        if (version == Major) return true;
        // A newer minor version only adds; what this version does not know of it shows as an unknown key.
        if (version.StartsWith(Major + ".", StringComparison.Ordinal) && Quantities.Count(version[(Major.Length + 1)..]) is not null) return true;
        if (version.Length > 0) fields.Wrong("apiVersion", version, "is not understood by this version", Major);
        return false;
    }

    private string Name(Fields metadata, string kind)
    {
        var name = metadata.RequiredText("name");
        if (name.Length == 0) return "unnamed";
        var valid = name.Length <= 63 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            && name[0] != '-' && name[^1] != '-';
        if (!valid) metadata.Wrong("name", name, "is no name", "lower-case letters, digits and inner hyphens, at most 63");
        if (!_names.TryAdd(kind + "/" + name, metadata.At("name")))
            metadata.Wrong("name", name, $"stands for a second {kind}; the first is in {_names[kind + "/" + name].File}:{_names[kind + "/" + name].Mark.Line}", "a name of its own");
        return name;
    }

    private void TakeFleet(string name, Fields spec)
    {
        var draft = FleetReader.Read(name, spec);
        if (Drafts.Fleet is not null) problems.Add(spec.Place, "is a second Fleet; a folder has one");
        else Drafts.Fleet = draft;
    }
}
