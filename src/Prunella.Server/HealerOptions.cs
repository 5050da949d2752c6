namespace Prunella.Server;

/// <summary>What the healer is started with.</summary>
/// <param name="Config">A document file or a folder of them.</param>
/// <param name="Data">The data folder.</param>
internal sealed record HealerOptions(string Config, string Data)
{
    public const string Usage = "usage: Prunella.Server --config FILE_OR_FOLDER --data FOLDER";

    /// <summary>Reads the command line; null and a message when it is wrong.</summary>
    public static HealerOptions? Parse(IReadOnlyList<string> arguments, out string problem)
    {
        string? config = null, data = null;
        problem = "";
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : null;
            switch (arguments[i])
            {
                case "--config" when value is not null: config = value; break;
                case "--data" when value is not null: data = value; break;
                default: problem = $"'{arguments[i]}' is not understood."; return null;
            }
        }
        if (config is not null && data is not null) return new HealerOptions(config, data);
        problem = "--config and --data are needed.";
        return null;
    }
}
