using Prunella.Cli.Demo;
using Prunella.Runtime.DataFolder;

namespace Prunella.Cli.Tests;

/// <summary>Faults are written for one instance, for a service, and cleared for all.</summary>
public sealed class FaultSwitchTests : IDisposable
{
    private readonly HealerFolder _folder = new(Directory.CreateTempSubdirectory("prunella-faults-").FullName);

    public FaultSwitchTests()
    {
        foreach (var name in (string[])["checkout/checkout-1", "checkout/checkout-2", "payments/payments-1"])
        {
            var record = Path.Combine(_folder.Root, "processes", name + ".json");
            Directory.CreateDirectory(Path.GetDirectoryName(record)!);
            File.WriteAllText(record, "{}");
        }
    }

    [Fact]
    public void A_service_means_all_its_instances_and_no_name_means_everything()
    {
        var faults = new FaultSwitch(_folder);
        faults.Inject("checkout", "slow=400ms");
        faults.Inject("payments-1", "errors=20%");
        Assert.Equal(["checkout-1", "checkout-2", "payments-1"], Broken());

        faults.Clear("checkout-1");
        Assert.Equal(["checkout-2", "payments-1"], Broken());

        faults.Clear(null);
        Assert.Empty(Broken());
    }

    [Fact]
    public void What_is_no_instance_or_no_fault_is_told()
    {
        var faults = new FaultSwitch(_folder);

        Assert.Contains("checkout-1", Assert.Throws<CommandFailedException>(() => faults.Inject("nobody", "leak")).Fix, StringComparison.Ordinal);
        Assert.Equal(FaultSwitch.Kinds, Assert.Throws<CommandFailedException>(() => faults.Inject("checkout-1", "fire")).Fix);
        Assert.Empty(Broken());
    }

    public void Dispose() => Directory.Delete(_folder.Root, recursive: true);

    private IEnumerable<string> Broken() =>
        Directory.Exists(_folder.Faults) ? Directory.GetFiles(_folder.Faults).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal) : [];
}
