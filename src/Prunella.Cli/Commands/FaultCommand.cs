using System.CommandLine;

using Prunella.Cli.Client;
using Prunella.Cli.Demo;

namespace Prunella.Cli.Commands;

/// <summary>Breaks the demo's shop, and mends it.</summary>
internal static class FaultCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("instance") { Description = "an instance (checkout-2) or a service (payments: all its instances)" };
        var kind = new Argument<string>("kind") { Description = FaultSwitch.Kinds };
        var data = CommonOptions.Data();
        var inject = new Command("inject", "Break an instance of the demo's shop.") { name, kind, data };
        inject.SetAction(parsed =>
        {
            new FaultSwitch(DataFolderChoice.Existing(parsed.GetValue(data)))
                .Inject(parsed.GetRequiredValue(name), parsed.GetRequiredValue(kind));
            var undo = parsed.GetValue(kind) == "crash" ? "The healer starts it again."
                : $"'prunella fault clear {parsed.GetValue(name)}' takes it back.";
            Console.Out.WriteLine($"{parsed.GetValue(name)}: {parsed.GetValue(kind)}. {undo}");
            return ExitCode.Done;
        });
        var mended = new Argument<string?>("instance")
        {
            Description = "an instance or a service; without one, every fault is cleared",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var clear = new Command("clear", "Take faults back, all of them without a name (a crash cannot be taken back: that is the healer's work).") { mended, data };
        clear.SetAction(parsed =>
        {
            new FaultSwitch(DataFolderChoice.Existing(parsed.GetValue(data))).Clear(parsed.GetValue(mended));
            Console.Out.WriteLine($"{parsed.GetValue(mended) ?? "everywhere"}: no fault.");
            return ExitCode.Done;
        });
        return new Command("fault", "Break the demo's shop on purpose.") { inject, clear };
    }
}
