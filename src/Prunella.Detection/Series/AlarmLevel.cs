namespace Prunella.Detection.Series;

/// <summary>When evidence is worth an alarm: a level that rises with every alarm and comes down again slowly, and a
/// pause in which only something much stronger is told.</summary>
internal sealed class AlarmLevel
{
    /// <summary>Evidence, in powers of ten summed over channels, that is an alarm in a series which has had none.</summary>
    public const double Level = 6;

    private const double Rise = 0.1;
    private const int Pause = 60;
    private static readonly double s_fade = Math.Exp(-1.0 / 4000);
    private double _alarms;
    private double _last;
    private long _since = long.MaxValue;

    /// <summary>Evidence as a share of the level in force: 1 is an alarm.</summary>
    public double Strength { get; private set; }

    public bool Judge(double evidence)
    {
        _alarms *= s_fade;
        if (_since < long.MaxValue) _since++;
        Strength = evidence / (Level * (1 + Rise * _alarms));
        if (Strength < 1 || _since < Pause && evidence <= 2 * _last) return false;
        _alarms++;
        _last = evidence;
        _since = 0;
        return true;
    }
}
