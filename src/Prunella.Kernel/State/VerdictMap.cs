using System.Collections;
using System.Collections.Immutable;
using System.Numerics;

using Prunella.Contracts;

namespace Prunella.Kernel.State;

/// <summary>What is said of each subject: an immutable map that is as quick for thirty thousand subjects as for three
/// hundred.</summary>
/// <remarks>
/// Intuition: four bits of a subject's stable hash choose one of sixteen branches, the next four one of sixteen below
/// it, until a subject is alone; so thirty thousand lie four steps deep, where a balanced tree compares fifteen texts.
/// A change copies the nodes on its way and shares all others. Subjects whose hashes are wholly the same lie together
/// in a sorted map at the bottom, so names made up to collide make nothing slow.
/// <para>
/// Enumerated in the order of the subjects' texts. Source: P. Bagwell, Ideal Hash Trees, 2001.
/// </para>
/// </remarks>
public sealed class VerdictMap : IEnumerable<SubjectVerdicts>
{
    /// <summary>Nobody has said anything of anybody.</summary>
    public static readonly VerdictMap Empty = By(subject => subject.StableHash);

    private const int Bits = 4;
    private const int HashBits = 64;
    private readonly Func<Subject, ulong> _hashOf;
    private readonly Branches _root;

    private VerdictMap(Func<Subject, ulong> hashOf, Branches root, int count) =>
        (_hashOf, _root, Count) = (hashOf, root, count);

    /// <summary>An empty map that branches by another hash: for tests of what collides.</summary>
    internal static VerdictMap By(Func<Subject, ulong> hashOf) => new(hashOf, new Branches(0, []), 0);

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
                switch (node.At(hash >> shift))
                {
                    case SubjectVerdicts said: return said.Subject == subject ? said : SubjectVerdicts.None;
                    case Branches deeper: node = deeper; break;
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

    private Branches Put(Branches node, SubjectVerdicts said, int shift)
    {
        var part = _hashOf(said.Subject) >> shift;
        return node.With(part, node.At(part) switch
        {
            null => said,
            Branches deeper => Put(deeper, said, shift + Bits),
            ImmutableSortedDictionary<string, SubjectVerdicts> same => same.SetItem(said.Subject.Text, said),
            SubjectVerdicts other when other.Subject == said.Subject => said,
            SubjectVerdicts other => Apart(other, said, shift + Bits),
            var unknown => throw new InvalidOperationException($"A map of verdicts holds a {unknown.GetType().Name}."),
        });
    }

    /// <summary>Two subjects whose hashes are the same so far.</summary>
    private object Apart(SubjectVerdicts one, SubjectVerdicts other, int shift) => shift >= HashBits
        ? Ordered.Map<SubjectVerdicts>().Add(one.Subject.Text, one).Add(other.Subject.Text, other)
        : Put(new Branches(0, []).With(_hashOf(one.Subject) >> shift, one), other, shift);

    private static IEnumerable<SubjectVerdicts> All(Branches node) => node.Items.SelectMany(item => item switch
    {
        Branches deeper => All(deeper),
        SubjectVerdicts said => [said],
        _ => ((ImmutableSortedDictionary<string, SubjectVerdicts>)item).Values,
    });

    /// <summary>Up to sixteen branches: a bit for each that there is, and those in the order of their bits.</summary>
    private sealed class Branches(uint bits, object[] items)
    {
        private const int Mask = (1 << Bits) - 1;

        public IReadOnlyList<object> Items => items;

        public object? At(ulong part)
        {
            var bit = 1u << (int)(part & Mask);
            return (bits & bit) == 0 ? null : items[PlaceOf(bit)];
        }

        public Branches With(ulong part, object item)
        {
            var bit = 1u << (int)(part & Mask);
            var place = PlaceOf(bit);
            if ((bits & bit) != 0)
            {
                var changed = (object[])items.Clone();
                changed[place] = item;
                return new Branches(bits, changed);
            }
            var more = new object[items.Length + 1];
            Array.Copy(items, more, place);
            more[place] = item;
            Array.Copy(items, place, more, place + 1, items.Length - place);
            return new Branches(bits | bit, more);
        }

        private int PlaceOf(uint bit) => BitOperations.PopCount(bits & (bit - 1));
    }
}
