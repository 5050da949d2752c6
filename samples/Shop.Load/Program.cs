using System.Runtime.InteropServices;

using Prunella.Samples.Load;

if (LoadOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(LoadOptions.Usage);
    return 2;
}
using var stop = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var generator = new Generator(options, TimeProvider.System);
try
{
    await generator.RunAsync(stop.Token);
}
catch (OperationCanceledException)
{
    // Asked to end.
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"cannot write the figures to {options.Out}: {e.Message}");
    return 1;
}
return 0;

void End(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
