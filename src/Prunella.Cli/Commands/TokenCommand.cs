using System.CommandLine;

using Prunella.Cli.Client;
using Prunella.Runtime.Access;

namespace Prunella.Cli.Commands;

/// <summary>Tokens of a data folder; needs write access to the folder, not a running healer.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "stands as the actor in every record" };
        var role = new Option<Role>("--role") { Description = "owner, operator, reader, target (a gateway) or sender (a service)", Required = true };
        var agent = new Option<bool>("--agent") { Description = "a machine holds it, not a person" };
        var data = CommonOptions.Data();
        var add = new Command("add", "Make a token. Its secret is printed once and kept nowhere.") { name, role, agent, data };
        add.SetAction(parsed =>
        {
            var folder = DataFolderChoice.Existing(parsed.GetValue(data));
            try
            {
                Console.Out.WriteLine(new TokenFile(folder, TimeProvider.System)
                    .Add(parsed.GetRequiredValue(name), parsed.GetValue(role), parsed.GetValue(agent)));
                return ExitCode.Done;
            }
            catch (InvalidOperationException e)
            {
                throw new CommandFailedException(ExitCode.Negative, e.Message, "choose another name");
            }
        });
        return new Command("token", "Who may ask the healer for what.") { add };
    }
}
