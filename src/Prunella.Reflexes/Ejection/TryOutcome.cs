namespace Prunella.Reflexes.Ejection;

/// <summary>How one try on one destination ended, as far as ejection cares.</summary>
public enum TryOutcome
{
    /// <summary>Answered, whatever the application said below 500.</summary>
    Ok,

    /// <summary>Answered 5xx, or broke off.</summary>
    Failed,

    /// <summary>Not connected: nothing was sent.</summary>
    NotConnected,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>The client went away: nobody's failure.</summary>
    Abandoned,
}

/// <summary>Bounds of ejection in one cluster.</summary>
/// <param name="CapPerMille">Greatest share out at once, by reflex and order together; rounds
/// down, but to no less than one.</param>
/// <param name="FloorPerMille">Least share that stays; rounds up and wins over the cap.</param>
public sealed record EjectionBounds(int CapPerMille, int FloorPerMille)
{
    /// <summary>A third at once, half stays.</summary>
    public static readonly EjectionBounds Default = new(340, 500);
}
