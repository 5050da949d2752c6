using System.Globalization;

namespace Prunella.Bench;

/// <summary>How much is measured, and how often.</summary>
/// <param name="Subject">Which bench.</param>
/// <param name="Rounds">Rounds that count; one more before them warms up and does not.</param>
/// <param name="Full">False for a run that only shows that the bench works: its figures mean nothing.</param>
/// <param name="Nab">Folder of NAB's data and labels; empty when that is not asked for.</param>
/// <param name="Write">Folder for what each detector scored on NAB, for another scorer; empty when not asked for.</param>
/// <param name="Synthetic">Series made up by seeded laws, healthy and with planted faults.</param>
internal sealed record BenchOptions(string Subject, int Rounds, bool Full, string Nab, string Write, bool Synthetic)
{
    public const string Usage =
        "usage: Prunella.Bench otlp|detection|fleet|forecast|kernel|journal|healer [--rounds N, default 11] [--work full|small]"
        + " | detection --nab FOLDER [--write FOLDER] | detection --synthetic [--work full|small] | forecast [--nab FOLDER]";

    /// <summary>Reads the command line; null when it is wrong.</summary>
    public static BenchOptions? Parse(string[] arguments)
    {
        if (arguments.Length == 0) return null;
        var options = new BenchOptions(arguments[0], 11, Full: true, Nab: "", Write: "", Synthetic: false);
        for (var i = 1; i < arguments.Length; i += 2)
        {
            if (arguments[i] == "--synthetic" && options.Subject == "detection")
            {
                options = options with { Synthetic = true };
                i--;
                continue;
            }
            var value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            switch (arguments[i])
            {
                case "--rounds" when int.TryParse(value, CultureInfo.InvariantCulture, out var rounds) && rounds > 0:
                    options = options with { Rounds = rounds };
                    break;
                case "--work" when value is "full" or "small":
                    options = options with { Full = value == "full" };
                    break;
                default:
                    if (options.WithFolder(arguments[i], value) is not { } more) return null;
                    options = more;
                    break;
            }
        }
        return options;
    }

    private BenchOptions? WithFolder(string option, string folder) => option switch
    {
        "--nab" when folder.Length > 0 && Subject == "detection" => this with { Nab = folder },
        "--write" when folder.Length > 0 && Nab.Length > 0 => this with { Write = folder },
        _ => null,
    };

    /// <summary>The amount of work of this run.</summary>
    public int Of(int full, int small) => Full ? full : small;
}
