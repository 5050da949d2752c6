namespace Prunella.Cli.Detect;

/// <summary>What one file came to.</summary>
internal sealed class FileSummary(string path)
{
    private const int MostTold = 20;
    private const double Week = 7 * 86400e9;
    private long _from = long.MaxValue;
    private long _to = long.MinValue;

    public string Path { get; } = path;

    public long Points { get; private set; }

    public long Gaps { get; private set; }

    /// <summary>Says so when it was no series after all: nothing could be judged, or it runs backwards.</summary>
    public void Conclude()
    {
        if (Points == 0 || OutOfOrder > Points)
            Failure = $"{Points} rows judged, {OutOfOrder} out of order, {Gaps} without a value, {Broken} broken"
                + (OutOfOrder > Points ? ": is the newest first? Sort it by time." : ".");
    }

    /// <summary>Rows older than one before, or the same twice: passed over, because what follows has been learnt
    /// from.</summary>
    public long OutOfOrder { get; private set; }

    public long Broken { get; private set; }

    public long Alarms { get; private set; }

    /// <summary>Alarms that would wake somebody.</summary>
    public long Pages { get; private set; }

    /// <summary>The first broken rows, with file, line and what is wrong.</summary>
    public List<string> Told { get; } = [];

    /// <summary>Why the file as a whole could not be judged, or null.</summary>
    public string? Failure { get; set; }

    public double Weeks => _to > _from ? (_to - _from) / Week : 0;

    public void Add(in JudgedRow judged)
    {
        if (judged.Row.Broken.Length > 0)
        {
            Broken++;
            if (Told.Count < MostTold) Told.Add($"{Path}:{judged.Row.Line}: {judged.Row.Broken}");
            return;
        }
        _from = Math.Min(_from, judged.Row.UnixNanos);
        _to = Math.Max(_to, judged.Row.UnixNanos);
        if (judged.Judgement is { } judgement)
        {
            Points++;
            if (judgement.IsAlarm) Alarms++;
            if (judgement.IsPage) Pages++;
        }
        else if (double.IsFinite(judged.Row.Number))
        {
            OutOfOrder++;
        }
        else
        {
            Gaps++;
        }
    }
}
