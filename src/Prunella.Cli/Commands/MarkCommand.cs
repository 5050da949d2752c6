using System.CommandLine;
using System.CommandLine.Parsing;

using Prunella.Contracts;
using Prunella.Kernel.Learning;

namespace Prunella.Cli.Commands;

/// <summary>Says what an incident was, so that confidences come to mean what people would say.</summary>
internal sealed class MarkCommand
{
    private readonly Argument<string> _incident = new("incident")
    {
        Description = "its id, as 'prunella incidents' shows it: i7; open, or one of the last 256 closed ones",
    };

    private readonly Option<bool> _real = new("--real") { Description = "there was trouble, and it was worth telling" };

    private readonly Option<bool> _falseAlarm = new("--false-alarm")
    {
        Description = "nothing was wrong, or nothing that anybody wants to be told of",
    };

    private readonly Option<bool> _wrongDiagnosis = new("--wrong-diagnosis")
    {
        Description = "there was trouble, put down to the wrong cause; --suspect and --fault say the right one",
    };

    private readonly Option<string?> _wrongRemedy = new("--wrong-remedy")
    {
        Description = "there was trouble, and this remediation was wrong: i7.r2",
        HelpName = "remediation",
    };

    private readonly Option<Subject?> _suspect = new("--suspect")
    {
        Description = "where it really was: service/NAME, instance/SERVICE/NAME or dependency/CALLER>CALLEE",
        CustomParser = ReadSubject,
    };

    private readonly Option<FaultKind?> _fault = new("--fault")
    {
        Description = "what it really was: slow, errors, crash, hang, bad-deploy ...",
        CustomParser = ReadFault,
    };

    private readonly Option<string> _note = new("--note")
    {
        Description = "for the record, at most 200 characters",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<bool> _withdraw = new("--withdraw") { Description = "take your mark back" };

    private MarkCommand() { }

    public static Command Create() => new MarkCommand().Build();

    private Command Build()
    {
        var command = MutatingCommand.Create(
            "mark",
            "Say what an incident was: real, a false alarm, wrongly diagnosed, wrongly treated. Your last word counts. It changes nothing that is under way; the healer learns from it how much its alarms are worth.",
            [_incident, _real, _falseAlarm, _wrongDiagnosis, _suspect, _fault, _wrongRemedy, _note, _withdraw],
            Request);
        command.Validators.Add(Check);
        return command;
    }

    private (string Path, object? Body) Request(ParseResult parsed)
    {
        var path = $"incidents/{Uri.EscapeDataString(parsed.GetRequiredValue(_incident))}/marks";
        if (parsed.GetValue(_withdraw)) return (path + "/withdraw", null);
        var kind = parsed.GetValue(_real) ? MarkKind.Real
            : parsed.GetValue(_falseAlarm) ? MarkKind.FalseAlarm
            : parsed.GetValue(_wrongDiagnosis) ? MarkKind.WrongDiagnosis
            : MarkKind.WrongRemedy;
        return (path, new
        {
            kind = kind.Word(),
            suspect = parsed.GetValue(_suspect)?.Text,
            fault = parsed.GetValue(_fault),
            remediation = parsed.GetValue(_wrongRemedy),
            note = parsed.GetValue(_note),
        });
    }

    private void Check(CommandResult command)
    {
        Option[] ways = [_real, _falseAlarm, _wrongDiagnosis, _wrongRemedy, _withdraw];
        if (ways.Count(w => command.GetResult(w) is { Implicit: false }) != 1)
            command.AddError("say one of --real, --false-alarm, --wrong-diagnosis, --wrong-remedy REMEDIATION or --withdraw.");
        var isRight = command.GetResult(_suspect) is not null || command.GetResult(_fault) is not null;
        if (isRight && command.GetResult(_wrongDiagnosis) is not { Implicit: false })
            command.AddError("--suspect and --fault say what was right: they go with --wrong-diagnosis.");
        if (command.GetResult(_withdraw) is { Implicit: false } && command.GetResult(_note) is { Implicit: false })
            command.AddError("--note belongs to a mark, not to taking it back.");
    }

    private static Subject? ReadSubject(ArgumentResult argument)
    {
        try
        {
            return Subject.Parse(argument.Tokens[0].Value);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            argument.AddError($"--suspect: {e.Message}");
            return null;
        }
    }

    private static FaultKind? ReadFault(ArgumentResult argument)
    {
        foreach (var fault in Enum.GetValues<FaultKind>())
        {
            if (Output.Texts.Word(fault) == argument.Tokens[0].Value) return fault;
        }
        argument.AddError($"--fault: '{argument.Tokens[0].Value}' is no kind of fault; there are {string.Join(", ", Enum.GetValues<FaultKind>().Select(f => Output.Texts.Word(f)))}.");
        return null;
    }
}
