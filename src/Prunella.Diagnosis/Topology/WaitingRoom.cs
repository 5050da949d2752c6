using System.Diagnostics.CodeAnalysis;

namespace Prunella.Diagnosis.Topology;

/// <summary>
/// A bounded room of spans by trace and span id: whoever came first leaves first when it is full.
/// </summary>
internal sealed class WaitingRoom<T>(int most) where T : class
{
    private readonly Dictionary<(UInt128, ulong), (T One, LinkedListNode<(UInt128, ulong)> Place)> _waiting = [];
    private readonly LinkedList<(UInt128, ulong)> _order = new();

    public bool TryGet((UInt128, ulong) key, [NotNullWhen(true)] out T? found)
    {
        found = _waiting.TryGetValue(key, out var there) ? there.One : null;
        return found is not null;
    }

    /// <summary>
    /// Lets one in, whose key must not be there; true when another had to leave for it.
    /// </summary>
    public bool Add((UInt128, ulong) key, T one, [NotNullWhen(true)] out T? gone)
    {
        _waiting.Add(key, (one, _order.AddLast(key)));
        gone = null;
        return _waiting.Count > most && Take(_order.First!.Value, out gone);
    }

    /// <summary>Takes one out.</summary>
    public bool Take((UInt128, ulong) key, [NotNullWhen(true)] out T? found)
    {
        found = null;
        if (!_waiting.Remove(key, out var there)) return false;
        _order.Remove(there.Place);
        found = there.One;
        return true;
    }
}
