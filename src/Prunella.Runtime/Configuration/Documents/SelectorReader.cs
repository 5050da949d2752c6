using Prunella.Runtime.Configuration.Documents.Declared;

using static Prunella.Runtime.Configuration.Documents.Declared.PolicyFields;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Reads for whom a policy is.</summary>
internal static class SelectorReader
{
    private static readonly TextsField[] Lists = [Services, Instances, Zones, Regions, Dependencies];

    public static SelectorDraft Read(Fields? select, Place otherwise)
    {
        if (select is null) return new SelectorDraft([], [], [], [], [], [], otherwise);
        var labels = select.Read(Labels)
            .Select(l => new Placed<KeyValuePair<string, string>>(l, select.At(Labels))).ToArray();
        Empty(select, labels.Length);
        Contradictions(select);
        Placed<string>[] one = select.Has(Service)
            ? [new Placed<string>(select.Read(Service), select.At(Service))]
            : [];
        if (one is [{ Value.Length: 0 }]) select.Missing(Service);
        return new SelectorDraft(
            [.. one, .. select.Read(Services)], labels, select.Read(Instances), select.Read(Zones),
            select.Read(Regions), select.Read(Dependencies), select.Place);
    }

    private static void Empty(Fields select, int labels)
    {
        foreach (var list in Lists.Where(l => select.Has(l) && select.Read(l).Count == 0))
            select.Problems.Add(select.At(list), "is empty, and an empty selector is never \"all\"", "", "who is meant, or no such key");
        if (select.Has(Labels) && labels == 0)
            select.Problems.Add(select.At(Labels), "is empty, and an empty selector is never \"all\"", "", "at least one label");
        if (select.Keys().Count == 0)
            select.Problems.Add(select.Place, "is empty, and an empty selector is never \"all\"", "", "service, services, labels, instances, zones, regions, dependencies");
    }

    private static void Contradictions(Fields select)
    {
        if (select.Has(Service) && select.Has(Services))
            select.Problems.Add(select.At(Services), "stands beside service", "", "one of the two");
        if (select.Has(Dependencies) && (select.Has(Instances) || select.Has(Zones) || select.Has(Regions)))
            select.Problems.Add(select.At(Dependencies), "stands beside what selects instances: a route is in no zone", "", "two policies");
    }
}
