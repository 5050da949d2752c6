using System.Globalization;
using System.Reflection;

namespace Prunella.Bench;

/// <summary>The figures of one measurement over all rounds, and the machine they come from.</summary>
internal sealed class Measured(string name, string unit)
{
    private readonly List<double> _values = [];

    public void Add(double value) => _values.Add(value);

    public void Print()
    {
        _values.Sort();
        var (low, high) = (_values[(_values.Count - 1) / 2], _values[_values.Count / 2]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-44} min {_values[0],12:N2}  median {(low + high) / 2,12:N2}  max {_values[^1],12:N2} {unit}"));
    }

    /// <summary>Says how much work was really done; a bench that does none must fail, not shine.</summary>
    public static void Counted(long count, string what)
    {
        if (count <= 0) throw new InvalidOperationException($"No {what}: the figures would be of nothing.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"counted: {count} {what}"));
    }

    public static void PrintMachine()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        var load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
        var commit = typeof(Measured).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        Console.WriteLine($"machine: {model?.Split(':', 2)[1].Trim() ?? "unknown cpu"}, {Environment.ProcessorCount} cores, "
            + $"load {load}, .NET {Environment.Version}, version {commit ?? "unknown"}");
    }
}
