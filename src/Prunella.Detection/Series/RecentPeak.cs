namespace Prunella.Detection.Series;

/// <summary>Lets a strength through only where nothing as strong was within the last fifty to sixty points, so that one
/// event scores once, whatever threshold a reader applies afterwards.</summary>
/// <remarks>Remembers the strongest of each of six stretches of ten points; the oldest is forgotten as one.</remarks>
internal struct RecentPeak
{
    private const int Stretch = 10;
    private const int Count = 6;
    private Stretches _strongest;
    private int _at;

    public double Judge(double strength)
    {
        _at = (_at + 1) % (Stretch * Count);
        var stretch = _at / Stretch;
        if (_at % Stretch == 0) _strongest[stretch] = 0;
        var most = 0f;
        foreach (var other in _strongest) most = Math.Max(most, other);
        var now = (float)strength;
        _strongest[stretch] = Math.Max(_strongest[stretch], now);
        return now > most ? strength : 0;
    }

    public void Exchange(StateExchange state)
    {
        state.Of(_strongest);
        state.Of(ref _at);
        if (_at is < 0 or >= Stretch * Count) throw new FormatException("The state of a series is damaged.");
    }
}
