using System.Reflection;

using Prunella.Contracts;

namespace Prunella.Runtime.Tests.Journal;

/// <summary>Builds a value of any type of the kernel from fixed parts, so that a new type needs no hand work.</summary>
/// <remarks>
/// Numbers count up, texts name their member, lists hold two, nothing is null. A type that it cannot build fails loudly:
/// teach it here.
/// </remarks>
internal sealed class Samples
{
    private readonly Dictionary<Type, Func<string, object>> _leaves;
    private long _next;

    private Samples() => _leaves = new()
    {
        [typeof(string)] = name => $"{name} {Next()}",
        [typeof(long)] = _ => Next(),
        [typeof(int)] = _ => (int)Next(),
        [typeof(bool)] = _ => true,
        [typeof(double)] = _ => Next() + 0.5,
        [typeof(FleetId)] = _ => new FleetId("sample"),
        [typeof(ServiceId)] = _ => new ServiceId("shop", $"service-{Next()}"),
        [typeof(InstanceId)] = _ => InstanceId.Parse($"shop.checkout/checkout-{Next()}"),
        [typeof(DependencyId)] = _ => DependencyId.Parse($"checkout>payments-{Next()}"),
        [typeof(Subject)] = _ => Subject.Parse($"instance/shop.checkout/checkout-{Next()}"),
    };

    /// <summary>The same value each time.</summary>
    public static object Of(Type type) => new Samples().Build(type, "value");

    private long Next() => ++_next;

    private object Build(Type type, string name)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (_leaves.TryGetValue(type, out var leaf)) return leaf(name);
        // Not the last: a list that grows must not change old files.
        if (type.IsEnum) return Enum.GetValues(type).GetValue(1)!;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return Pair(type.GetGenericArguments()[0], name);
        if (type.GetConstructors().MaxBy(c => c.GetParameters().Length) is { } constructor && !type.IsAbstract && IsOurs(type))
            return constructor.Invoke([.. constructor.GetParameters().Select(p => Build(p.ParameterType, p.Name!))]);
        throw new InvalidOperationException($"There is no sample for a {type} (member {name}): teach {nameof(Samples)} to build one.");
    }

    private static bool IsOurs(Type type) => type.Namespace!.StartsWith("Prunella.", StringComparison.Ordinal) && IsRecord(type);

    private static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly) is not null;

    private Array Pair(Type type, string name)
    {
        var pair = Array.CreateInstance(type, 2);
        pair.SetValue(Build(type, name), 0);
        pair.SetValue(Build(type, name), 1);
        return pair;
    }
}
