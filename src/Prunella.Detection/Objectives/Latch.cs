namespace Prunella.Detection.Objectives;

/// <summary>Broken only after it was broken for long enough, kept again only after it was kept for long
/// enough.</summary>
/// <remarks>Between "broken" and "well" lies a band in which it stays what it was. Both runs must be without a break;
/// a time of zero takes the first look.</remarks>
internal sealed class Latch
{
    private long _brokenSince;
    private long _wellSince;

    public bool IsBroken { get; private set; }

    /// <summary>Takes one look.</summary>
    /// <param name="broken">It is outside.</param>
    /// <param name="well">It is back far enough; never together with <paramref name="broken"/>.</param>
    /// <param name="at">Now.</param>
    /// <param name="times">How long each must last, nanoseconds.</param>
    public bool Look(bool broken, bool well, long at, (long Broken, long Well) times)
    {
        _brokenSince = !broken ? 0 : _brokenSince == 0 ? at : _brokenSince;
        _wellSince = broken || !well ? 0 : _wellSince == 0 ? at : _wellSince;
        if (!IsBroken) IsBroken = _brokenSince != 0 && at - _brokenSince >= times.Broken;
        else if (_wellSince != 0 && at - _wellSince >= times.Well) IsBroken = false;
        return IsBroken;
    }

    /// <summary>What was found before no longer stands: judge anew.</summary>
    public void Release() => IsBroken = false;

    /// <summary>Its whole state, to be kept.</summary>
    public (long BrokenSince, long WellSince, bool IsBroken) State
    {
        get => (_brokenSince, _wellSince, IsBroken);
        set => (_brokenSince, _wellSince, IsBroken) = value;
    }
}
