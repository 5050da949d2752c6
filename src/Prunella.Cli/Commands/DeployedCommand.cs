using System.CommandLine;

namespace Prunella.Cli.Commands;

/// <summary>Tells the healer of a deploy.</summary>
internal static class DeployedCommand
{
    public static Command Create()
    {
        var service = new Argument<string>("service") { Description = "its name, as 'prunella status' shows it" };
        var version = new Option<string>("--version")
        {
            Description = "what is deployed, as people know it: 2.4.1, a commit's hash; at most 120 characters",
            Required = true,
        };
        return MutatingCommand.Create(
            "deployed",
            "Tell of a deploy as it begins: the service's levels may move unless it fails or is slow, and trouble in its wake names it.",
            [service, version],
            parsed => ("deploys", new
            {
                service = parsed.GetRequiredValue(service),
                version = parsed.GetRequiredValue(version),
            }));
    }
}
