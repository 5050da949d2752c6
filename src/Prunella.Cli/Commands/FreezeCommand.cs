using System.CommandLine;

namespace Prunella.Cli.Commands;

/// <summary>The brake: stop acting, keep watching.</summary>
internal static class FreezeCommand
{
    public static Command CreateFreeze()
    {
        var why = new Option<string>("--why") { Description = "for the record", DefaultValueFactory = _ => "" };
        return MutatingCommand.Create(
            "freeze",
            "Stop acting, keep watching; what is in force stays as it is. The file FREEZE in the data folder does the same without a healer.",
            [why],
            parsed => ("freeze", new { why = parsed.GetValue(why) }));
    }

    public static Command CreateUnfreeze() => MutatingCommand.Create(
        "unfreeze",
        "Act again. A freeze by the file FREEZE ends only when the file goes.",
        [],
        _ => ("unfreeze", null));
}
