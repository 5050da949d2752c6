using System.Collections;
using System.Collections.Immutable;

using Prunella.Contracts;

namespace Prunella.Kernel.State;

/// <summary>What is said of each subject: an immutable map that is as quick for thirty thousand subjects as for three
/// hundred.</summary>
/// <remarks>
/// Intuition: four bits of a subject's stable hash choose one of sixteen branches, the next four one of sixteen below
/// it, until a subject is alone; so thirty thousand lie four steps deep, where a balanced tree compares fifteen texts.
/// A change copies the nodes on its way and shares all others. Nodes are plain arrays with empty places: what is spent
/// on these in the lowest ones is saved twice by a step to memory less in each. Subjects whose hashes are wholly the
/// same lie together in a sorted map at the bottom, so names made up to collide make nothing slow.
/// <para>
/// Enumerated in the order of the subjects' texts. Source: P. Bagwell, Ideal Hash Trees, 2001.
/// </para>
/// </remarks>
public sealed class VerdictMap : IEnumerable<SubjectVerdicts>
{
    /// <summary>Nobody has said anything of anybody.</summary>
    public static readonly VerdictMap Empty = By(subject => subject.StableHash);

    private const int Bits = 4;
    private const int Width = 1 << Bits;
    private const int HashBits = 64;
    private readonly Func<Subject, ulong> _hashOf;
    private readonly object?[] _root;

    private VerdictMap(Func<Subject, ulong> hashOf, object?[] root, int count) =>
        (_hashOf, _root, Count) = (hashOf, root, count);

    /// <summary>An empty map that branches by another hash: for tests of what collides.</summary>
    internal static VerdictMap By(Func<Subject, ulong> hashOf) => new(hashOf, new object?[Width], 0);

    /// <summary>How many subjects somebody has said something of.</summary>
    public int Count { get; }

    /// <summary>What is said of a subject; <see cref="SubjectVerdicts.None"/> when nothing is.</summary>
    public SubjectVerdicts this[Subject subject]
    {
        get
        {
            var hash = _hashOf(subject);
            var node = _root;
            for (var shift = 0; shift < HashBits; shift += Bits)
            {
                switch (node[PlaceOf(hash >> shift)])
                {
                    case SubjectVerdicts said: return said.Subject == subject ? said : SubjectVerdicts.None;
                    case object?[] deeper: node = deeper; break;
                    case ImmutableSortedDictionary<string, SubjectVerdicts> same:
                        return same.GetValueOrDefault(subject.Text, SubjectVerdicts.None);
                    default: return SubjectVerdicts.None;
                }
            }
            return SubjectVerdicts.None;
        }
    }

    /// <summary>With what is said of one subject now; never nothing.</summary>
    public VerdictMap With(SubjectVerdicts said)
    {
        ArgumentNullException.ThrowIfNull(said);
        if (said.Count == 0) throw new ArgumentException("Nothing is said of no subject.", nameof(said));
        var isNew = this[said.Subject].Count == 0;
        return new VerdictMap(_hashOf, Put(_root, said, 0), Count + (isNew ? 1 : 0));
    }

    /// <summary>A map of what is said.</summary>
    public static VerdictMap Of(IEnumerable<SubjectVerdicts> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        return all.Aggregate(Empty, (map, said) => map.With(said));
    }

    /// <inheritdoc/>
    public IEnumerator<SubjectVerdicts> GetEnumerator() =>
        All(_root).OrderBy(said => said.Subject).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private object?[] Put(object?[] node, SubjectVerdicts said, int shift)
    {
        var place = PlaceOf(_hashOf(said.Subject) >> shift);
        return With(node, place, node[place] switch
        {
            null => said,
            object?[] deeper => Put(deeper, said, shift + Bits),
            ImmutableSortedDictionary<string, SubjectVerdicts> same => same.SetItem(said.Subject.Text, said),
            SubjectVerdicts other when other.Subject == said.Subject => said,
            SubjectVerdicts other => Apart(other, said, shift + Bits),
            var unknown => throw new InvalidOperationException($"A map of verdicts holds a {unknown.GetType().Name}."),
        });
    }

    /// <summary>Two subjects whose hashes are the same so far.</summary>
    private object Apart(SubjectVerdicts one, SubjectVerdicts other, int shift) => shift >= HashBits
        ? Ordered.Map<SubjectVerdicts>().Add(one.Subject.Text, one).Add(other.Subject.Text, other)
        : Put(With(new object?[Width], PlaceOf(_hashOf(one.Subject) >> shift), one), other, shift);

    private static int PlaceOf(ulong part) => (int)(part & (Width - 1));

    private static object?[] With(object?[] node, int place, object item)
    {
        var changed = (object?[])node.Clone();
        changed[place] = item;
        return changed;
    }

    private static IEnumerable<SubjectVerdicts> All(object?[] node) => node.SelectMany(item => item switch
    {
        null => [],
        object?[] deeper => All(deeper),
        SubjectVerdicts said => [said],
        _ => ((ImmutableSortedDictionary<string, SubjectVerdicts>)item).Values,
    });
}
