using System.CommandLine;

namespace Prunella.Cli.Commands;

/// <summary>Policies: put in force and taken back.</summary>
internal static class PolicyCommand
{
    public static Command Create() => new("policy", "Policies: put in force while the healer runs, and taken back.")
    {
        PolicyApplyCommand.CreateApply(),
        PolicyApplyCommand.CreateRollback(),
    };
}
