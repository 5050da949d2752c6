using System.Runtime.InteropServices;

using Prunella.Samples.Load;

if (LoadOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(LoadOptions.Usage);
    return 2;
}
using var stop = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => { context.Cancel = true; stop.Cancel(); });
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => { context.Cancel = true; stop.Cancel(); });
using var generator = new Generator(options, TimeProvider.System);
try
{
    await generator.RunAsync(stop.Token);
}
catch (OperationCanceledException)
{
    // Asked to end.
}
return 0;
