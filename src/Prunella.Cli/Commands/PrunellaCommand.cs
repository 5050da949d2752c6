using System.CommandLine;

namespace Prunella.Cli.Commands;

/// <summary>The command tree.</summary>
internal static class PrunellaCommand
{
    public static RootCommand Create() => new(
        """
        Prunella heals backends: it watches services, works out what is wrong, applies the smallest safe
        remedy, proves that it worked or takes it back, and tells you everything.

        First steps:
          prunella demo                     a small real shop, its healer, and a live view
          prunella fault inject checkout-2 slow=400ms      (from a second terminal)
          prunella incidents                what happened
          prunella explain                  the whole story of the newest (or: explain i7)
          prunella freeze --why "..."       stop acting, keep watching
        """)
    {
        DemoCommand.Create(),
        UpCommand.Create(),
        GatewayCommand.Create(),
        FaultCommand.Create(),
        StatusCommand.Create(),
        IncidentsCommand.Create(),
        ExplainCommand.Create(),
        FreezeCommand.CreateFreeze(),
        FreezeCommand.CreateUnfreeze(),
        RevertCommand.Create(),
        DeployedCommand.Create(),
        PolicyCommand.Create(),
        RecipeCommand.Create(),
        MarkCommand.Create(),
        ApproveCommand.CreateApprove(),
        ApproveCommand.CreateDeny(),
        ApproveCommand.CreateRequest(),
        SilenceCommand.CreateSilence(),
        SilenceCommand.CreateUnsilence(),
        AuditCommand.Create(),
        TrustCommand.Create(),
        TuneCommand.Create(),
        DetectCommand.Create(),
        ForecastCommand.Create(),
        TokenCommand.Create(),
        BenchCommand.Create(),
        KeeperCommand.Create(),
    };
}
