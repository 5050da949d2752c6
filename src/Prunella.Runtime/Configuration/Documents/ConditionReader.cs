using Prunella.Kernel.Recipes;
using Prunella.Runtime.Configuration.Documents.Declared;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Reads what a recipe asks to be so before it is used.</summary>
internal static class ConditionReader
{
    private const int MostPeers = 1000;

    /// <summary>The conditions in the order of their declaration; null when the document says none.</summary>
    public static IReadOnlyList<Condition>? Read(Fields? asked)
    {
        if (asked is null) return null;
        Condition[] conditions =
        [
            .. ConditionFields.All.Where(c => c.Field != ConditionFields.Peers)
                .Where(c => asked.Has(c.Field)).Select(c => Read(asked, c)),
        ];
        Condition[] peers = Peers(asked) is { } found ? [found] : [];
        return [.. conditions.Concat(peers).OrderBy(c => c.Kind)];
    }

    private static Condition Read(Fields asked, ConditionField condition)
    {
        if (condition.Field is ShareField share) return new Condition(condition.Kind, asked.Read(share));
        var field = (FormField)condition.Field;
        var (text, word) = (asked.Read(field), field.Type.Trim('`'));
        if (text != word) asked.Wrong(field, text, "is not known here", word);
        return new Condition(condition.Kind, 0);
    }

    private static Condition? Peers(Fields asked)
    {
        var field = ConditionFields.Peers;
        if (!asked.Has(field)) return null;
        var text = asked.Read(field);
        if (Quantities.Share(text) is >= 10 and <= 1000 and var share)
            return new Condition(ConditionKind.HealthyPeersShare, share);
        if (Quantities.Count(text) is >= 1 and <= MostPeers and var count)
            return new Condition(ConditionKind.HealthyPeers, count);
        asked.Wrong(field, text, "is neither a count nor a share", field.Type);
        return null;
    }
}
