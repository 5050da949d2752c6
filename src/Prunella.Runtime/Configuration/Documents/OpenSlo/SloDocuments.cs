using Prunella.Runtime.Configuration.Documents.Declared;

using static Prunella.Runtime.Configuration.Documents.Declared.SloFields;

namespace Prunella.Runtime.Configuration.Documents.OpenSlo;

/// <summary>An OpenSLO document with its name, before it is resolved.</summary>
internal sealed record SloDraft(Placed<string> Name, IReadOnlyList<KeyValuePair<string, string>> Labels, Fields Spec);

/// <summary>Takes OpenSLO documents of version 1 by their kinds; they refer to one another and are resolved when all
/// are read.</summary>
internal sealed class SloDocuments
{
    public const string Version = "openslo/v1";
    private static readonly string[] PassedOver = ["Service", "DataSource", "AlertNotificationTarget"];
    private static readonly string[] Kinds = ["SLO", "SLI", "AlertPolicy", "AlertCondition"];

    public List<SloDraft> Slos { get; } = [];

    public Dictionary<string, Fields> Indicators { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Fields> Alerts { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Fields> Conditions { get; } = new(StringComparer.Ordinal);

    /// <param name="document">With the head that all documents share.</param>
    public void Take(Fields document)
    {
        var kind = document.Read(HeadFields.Kind);
        if (PassedOver.Contains(kind))
        {
            document.Problems.Warn(document.At(HeadFields.Kind), "is passed over: nothing here needs it", kind, string.Join(", ", Kinds));
            return;
        }
        if (!Kinds.Contains(kind))
        {
            if (kind.Length > 0)
                document.Wrong(HeadFields.Kind, kind, "is no kind of OpenSLO" + Suggestion.For(kind, Kinds), string.Join(", ", Kinds));
            return;
        }
        var head = document.As(HeadFields.Metadata, Head);
        var shape = kind switch { "SLO" => SloSpec, "SLI" => IndicatorSpec, "AlertPolicy" => AlertSpec, _ => ConditionSpec };
        if (head is null || document.As(HeadFields.Spec, shape) is not { } spec) return;
        var name = new Placed<string>(head.Read(HeadFields.Name), head.At(HeadFields.Name));
        var labels = head.Read(HeadFields.Labels);
        if (name.Value.Length == 0) return;
        if (kind == "SLO" && !DocumentReader.IsName(name.Value))
            head.Wrong(HeadFields.Name, name.Value, "is no name", DocumentReader.NameForm);
        if (kind == "SLO") Slos.Add(new SloDraft(name, labels, spec));
        else if (!Of(kind).TryAdd(name.Value, spec))
            head.Wrong(HeadFields.Name, name.Value, $"stands for a second {kind}", "a name of its own");
    }

    private Dictionary<string, Fields> Of(string kind) =>
        kind switch { "SLI" => Indicators, "AlertPolicy" => Alerts, _ => Conditions };
}
