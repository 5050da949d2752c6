using System.CommandLine;

using Prunella.Cli.Client;

namespace Prunella.Cli.Commands;

/// <summary>Options that several commands share, so that they look and read alike everywhere.</summary>
internal static class CommonOptions
{
    public static Option<string> Output() => new Option<string>("--output", "-o")
    {
        Description = "table for people, json for programs (versioned, see docs/reference/cli.md)",
        DefaultValueFactory = _ => "table",
    }.AcceptOnlyFromAmong("table", "json");

    public static Option<string?> Data() => new("--data")
    {
        Description = "the healer's data folder; default: $PRUNELLA_DATA, else the one whose healer runs",
    };

    public static HealerClient Healer(this ParseResult parsed, Option<string?> data) =>
        HealerClient.Open(DataFolderChoice.Existing(parsed.GetValue(data)));
}
