namespace Prunella.Detection.Series;

/// <summary>When an alarm is worth waking somebody: once per alarm, at it or in the points after it that belong to the
/// same event, as soon as one of the lanes calls what it sees improbable enough.</summary>
/// <remarks>
/// A series with a point every five minutes has 4,032 chances a week, two lanes a point: were the probabilities exact
/// that made 0.12 false pages a series-week at most; improbable points come in flurries, and only those of an alarm
/// count. An alarm comes when evidence begins; what a lane says of it is often strongest a few points later.
/// </remarks>
internal struct PageLevel
{
    /// <summary>The smaller probability of the two lanes at which an alarm is a page.</summary>
    public const double Probability = 3e-5;

    private int _left;

    /// <param name="isAlarm">An event begins with this point.</param>
    /// <param name="novelty">Probability by the one lane.</param>
    /// <param name="deviation">And by the other.</param>
    public bool Judge(bool isAlarm, double novelty, double deviation)
    {
        if (isAlarm) _left = AlarmLevel.Event;
        if (_left == 0) return false;
        var isPage = Math.Min(novelty, deviation) <= Probability;
        _left = isPage ? 0 : _left - 1;
        return isPage;
    }

    public void Exchange(StateExchange state) => state.Of(ref _left);
}
