using Prunella.Kernel.Policies;
using Prunella.Runtime.Configuration.Documents.Declared;

using static Prunella.Runtime.Configuration.Documents.Declared.ObjectiveFields;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Reads an objective that is made of several.</summary>
internal static class CompositeReader
{
    private const int MostSingles = 16;
    private static readonly Field[] Makers = [All, Any, Not];

    /// <summary>Whether a map is one of a composite.</summary>
    public static bool IsComposite(Fields o) => Makers.Any(o.Has);

    public static CompositeObjective Read(Fields o)
    {
        var term = Term(o, isTop: true);
        var singles = term.Singles().ToArray();
        if (singles.Length > MostSingles)
            o.Problems.Add(o.Place, "is made of too many", $"{singles.Length}", $"at most {MostSingles}");
        if (singles.Select(s => s.PerInstance == true).Distinct().Count() > 1)
            o.Problems.Add(o.Place, "mixes what is judged per service with what is judged per instance", "", "one scope for all of them");
        return new CompositeObjective(term, o.Read(For, 0));
    }

    private static ObjectiveTerm Term(Fields o, bool isTop)
    {
        if (!IsComposite(o)) return new ObjectiveTerm { Single = ObjectiveReader.Read(o) };
        Field[] makers = [.. Makers.Where(o.Has)];
        var others = ObjectiveFields.Shape.Fields.Where(f => o.Has(f) && f != makers[0] && (f != For || !isTop));
        foreach (var other in others)
            o.Problems.Add(o.At(other), $"stands beside {makers[0].Key}, which is all that this objective says", "", isTop ? $"{makers[0].Key}, and for" : makers[0].Key);
        if (makers[0] == Not)
            return new ObjectiveTerm
            {
                Not = o.Read(Not) is { } inner ? Term(inner, isTop: false)
                : new ObjectiveTerm { All = [] }
            };
        var list = (MapsField)makers[0];
        ObjectiveTerm[] parts = [.. o.Read(list).Select(p => Term(p, isTop: false))];
        if (parts.Length == 0) o.Problems.Add(o.At(list), "is empty", "", "a list of objectives");
        return list == All ? new ObjectiveTerm { All = parts } : new ObjectiveTerm { Any = parts };
    }
}
