using System.Reflection;

namespace Prunella.House.Tests;

/// <summary>Rooms know only whom ARCHITECTURE.md lets them know.</summary>
public sealed class WallTests
{
    private static readonly SortedDictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Contracts"] = [],
        ["Kernel"] = ["Contracts"],
        ["Detection"] = ["Contracts"],
        ["Diagnosis"] = ["Contracts"],
        ["Reflexes"] = ["Contracts"],
        ["Runtime"] = ["Contracts", "Kernel", "Detection", "Diagnosis"],
        ["Storage"] = ["Contracts", "Kernel", "Runtime"],
        ["Simulation"] = ["Contracts"],
        ["Senses"] = ["Contracts", "Kernel", "Runtime"],
        ["Actuators"] = ["Contracts", "Kernel", "Runtime"],
        ["Gateway"] = ["Contracts", "Kernel", "Reflexes", "Runtime"],
        ["Server"] = ["Contracts", "Kernel", "Detection", "Diagnosis", "Runtime", "Storage", "Senses", "Actuators"],
        ["Cli"] = ["Contracts", "Kernel", "Detection", "Diagnosis", "Runtime", "Storage"],
    };

    public static TheoryData<string> Rooms => [.. House.Rooms];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_references_only_whom_it_may_know(string room)
    {
        Assert.True(Allowed.ContainsKey(room), $"The room {room} is not in the table of walls: add it here and in ARCHITECTURE.md.");
        var known = House.Load(room).GetReferencedAssemblies()
            .Select(a => a.Name!)
            .Where(n => n.StartsWith("Prunella.", StringComparison.Ordinal))
            .Select(n => n["Prunella.".Length..]);

        Assert.Empty(known.Except(Allowed[room]));
    }

    public static TheoryData<string> PureRooms => [.. House.PureRooms];

    [Theory]
    [MemberData(nameof(PureRooms))]
    public void A_pure_room_returns_no_task_and_logs_nothing(string room)
    {
        var assembly = House.Load(room);

        Assert.DoesNotContain(assembly.GetReferencedAssemblies(), a => a.Name!.StartsWith("Microsoft.Extensions", StringComparison.Ordinal));
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var tasks = assembly.GetTypes().SelectMany(t => t.GetMethods(all))
            .Where(m => typeof(System.Threading.Tasks.Task).IsAssignableFrom(m.ReturnType))
            .Select(m => $"{m.DeclaringType}.{m.Name}");
        Assert.Empty(tasks);
    }

    [Theory]
    [MemberData(nameof(PureRooms))]
    public void A_pure_room_uses_no_package(string room)
    {
        var project = File.ReadAllText(Path.Combine(House.Root, "src", "Prunella." + room, $"Prunella.{room}.csproj"));

        Assert.DoesNotContain("PackageReference", project, StringComparison.Ordinal);
    }

    [Fact]
    public void The_simulation_may_use_nothing_that_a_pure_room_may_not_but_the_shape_of_a_timer()
    {
        // VirtualTime is a TimeProvider, and a timer of one must be able to end asynchronously; the machine's own is banned.
        string[] shapes = ["T:System.TimeProvider", "T:System.Threading.Tasks.ValueTask"];
        var pure = Banned("BannedSymbols.Pure.txt");
        var simulation = Banned("BannedSymbols.Simulation.txt");

        Assert.NotEmpty(pure);
        Assert.Equal(shapes.Order(), pure.Except(simulation).Order());
        Assert.Contains("P:System.TimeProvider.System", simulation);
        Assert.Contains("M:System.Math.Log(System.Double)", simulation);
    }

    private static string[] Banned(string file) =>
        [.. File.ReadLines(Path.Combine(House.Root, "src", file)).Select(l => l.Split(';')[0]).Where(l => l.Length > 0)];

    [Fact]
    public void Only_the_dispatcher_calls_an_actuator()
    {
        // Calls of IActuator's three verbs, in shipped code; implementations define them, and only the dispatcher calls.
        string[] calls = [".ApplyAsync(", ".RevertAsync(", ".ObserveAsync("];
        var callers = House.Sources("src")
            .Where(f => calls.Any(c => File.ReadAllText(f).Contains(c, StringComparison.Ordinal)))
            .Select(House.Relative)
            .Where(f => !f.StartsWith("src/Prunella.Runtime/Loop/", StringComparison.Ordinal));

        Assert.Empty(callers);
    }
}
