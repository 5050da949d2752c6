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
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-44} min {_values[0],12:N2}  median {_values[_values.Count / 2],12:N2}  max {_values[^1],12:N2} {unit}"));
    }

    public static void PrintMachine()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        var commit = typeof(Measured).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        Console.WriteLine($"machine: {model?.Split(':', 2)[1].Trim() ?? "unknown cpu"}, {Environment.ProcessorCount} cores, "
            + $".NET {Environment.Version}, version {commit ?? "unknown"}");
    }
}
