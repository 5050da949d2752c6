using Prunella.Gateway;
using Prunella.Runtime.Configuration;

if (GatewayOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(GatewayOptions.Usage);
    return 2;
}
var read = ConfigurationReader.Read(options.Config, Environment.GetEnvironmentVariable);
foreach (var error in read.Errors) Console.Error.WriteLine(error);
if (read.Configuration is not { } configuration) return 2;
if (configuration.Gateways.FirstOrDefault(g => g.Name == options.Name) is not { } gateway)
{
    Console.Error.WriteLine($"No gateway of {options.Config} is called '{options.Name}': {string.Join(", ", configuration.Gateways.Select(g => g.Name))}.");
    return 2;
}
if (options.TokenFile.Length > 0 && !File.Exists(options.TokenFile))
{
    Console.Error.WriteLine($"There is no token file {options.TokenFile}. Start the healer once, or make one with 'prunella token add NAME --role target'.");
    return 2;
}
try
{
    await GatewayApplication.Build(options, configuration, gateway).RunAsync();
    return 0;
}
catch (InvalidDataException e)
{
    Console.Error.WriteLine(e.Message);
    return 3;
}
catch (IOException e)
{
    Console.Error.WriteLine($"The gateway cannot listen on {gateway.Listen}: {e.Message} End what holds it, or change gateways.listen in {options.Config}.");
    return 3;
}
