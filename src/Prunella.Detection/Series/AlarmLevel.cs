namespace Prunella.Detection.Series;

/// <summary>When evidence is worth an alarm: a level that rises with every alarm and comes down again slowly, and a
/// pause after each in which the event goes on, unless it becomes far worse than what was told.</summary>
internal struct AlarmLevel
{
    /// <summary>Evidence, in powers of ten summed over channels and the last five points, that is an alarm in a series
    /// which has had none.</summary>
    public const double Level = 7;

    /// <summary>Points that an event lasts, its alarm included; eight hours of a series with a point every five
    /// minutes. A longer one loses events.</summary>
    public const int Event = 100;

    /// <summary>Half as strong again as what was told is told again: a small stir must not hide for eight hours the
    /// large fault that follows it.</summary>
    public const double Again = 1.5;

    /// <summary>Points before that: two hours of a series with a point every five minutes, in which an event that grows
    /// is one and the same.</summary>
    public const int AgainAfter = 24;

    private const double Rise = 0.1;

    private static readonly double s_fade = Math.Exp(-1.0 / 4000);
    private double _alarms;
    private double _strength;
    private double _told;
    private int _quiet = Event;
    private bool _mayAlarm;

    public AlarmLevel()
    {
    }

    /// <summary>Evidence as a share of the level in force: 1 is an alarm.</summary>
    public readonly double Strength => _strength;

    /// <param name="evidence">In powers of ten.</param>
    /// <param name="mayAlarm">False while the series is still being learnt: the level rises, and nothing is told.</param>
    public bool Judge(double evidence, bool mayAlarm)
    {
        _alarms *= s_fade;
        // What stirred while the series was learnt was not told, so it hides nothing that comes after.
        if (mayAlarm && !_mayAlarm) _quiet = Event;
        _mayAlarm = mayAlarm;
        _quiet = Math.Min(_quiet + 1, Event);
        _strength = evidence / (Level * (1 + Rise * _alarms));
        if (_strength < 1 || (_quiet < Event && !IsWorse())) return false;
        _alarms++;
        _told = _strength;
        _quiet = 0;
        return mayAlarm;
    }

    private readonly bool IsWorse() => _quiet >= AgainAfter && _strength > Again * _told;

    public void Exchange(StateExchange state)
    {
        state.Of(ref _alarms);
        state.Of(ref _told);
        state.Of(ref _quiet);
        state.Of(ref _mayAlarm);
    }
}
