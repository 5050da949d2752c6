using System.Reflection;

namespace Prunella.Mutants;

/// <summary>One test with its arguments.</summary>
public sealed record Case(string Name, MethodInfo Method, object?[] Arguments)
{
    /// <summary>All of this program, in the order of their names.</summary>
    public static IReadOnlyList<Case> All() =>
    [
        .. typeof(Case).Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false })
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .Where(m => m.GetCustomAttributes<FactAttribute>().Any()).SelectMany(Of)
            .OrderBy(c => c.Name, StringComparer.Ordinal),
    ];

    /// <summary>Null when it passes, else why it does not.</summary>
    public string? Run()
    {
        try
        {
            var instance = Activator.CreateInstance(Method.DeclaringType!);
            if (Method.Invoke(instance, Arguments) is Task task) task.GetAwaiter().GetResult();
            (instance as IDisposable)?.Dispose();
            return null;
        }
        catch (Exception e)
        {
            return (e.InnerException ?? e).Message;
        }
    }

    private static IEnumerable<Case> Of(MethodInfo method)
    {
        var name = $"{method.DeclaringType!.Name}.{method.Name}";
        if (method.GetCustomAttribute<TheoryAttribute>() is null) return [new Case(name, method, [])];
        var rows = method.GetCustomAttributes<InlineDataAttribute>().Select(d => d.Data)
            .Concat(method.GetCustomAttributes<MemberDataAttribute>().SelectMany(d => Rows(method, d)));
        return rows.Select((row, n) => new Case($"{name}[{n:000}]", method, Fitting(method, row)));
    }

    private static IEnumerable<object?[]> Rows(MethodInfo method, MemberDataAttribute data)
    {
        const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var member = method.DeclaringType!.GetProperty(data.MemberName, Statics)!;
        foreach (var row in (System.Collections.IEnumerable)member.GetValue(null)!)
            yield return row is ITheoryDataRow told ? told.GetData() : (object?[])row!;
    }

    private static object?[] Fitting(MethodInfo method, object?[] row) =>
    [
        .. method.GetParameters()
            .Select((p, i) => i < row.Length ? Fitting(p.ParameterType, row[i]) : p.DefaultValue),
    ];

    /// <summary>An attribute holds a number as it was written, which may be of a smaller type.</summary>
    private static object? Fitting(Type wanted, object? value) =>
        wanted.IsPrimitive && value is IConvertible number && !wanted.IsInstanceOfType(value)
            ? number.ToType(wanted, System.Globalization.CultureInfo.InvariantCulture)
            : value;
}
