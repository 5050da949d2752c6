namespace Prunella.Detection.Series;

/// <summary>Lets a strength through only where nothing as strong was within the last sixty points, so that one
/// event scores once, whatever threshold a reader applies afterwards.</summary>
/// <remarks>A falling queue of candidates (the sliding-window maximum): amortised constant time, fixed
/// memory.</remarks>
internal sealed class RecentPeak
{
    private const int Window = 60;
    private readonly double[] _strengths = new double[Window];
    private readonly long[] _points = new long[Window];
    private int _first;
    private int _held;
    private long _count;

    public double Judge(double strength)
    {
        _count++;
        if (_held > 0 && _points[_first] <= _count - Window) Drop();
        var isPeak = _held == 0 || strength > _strengths[_first];
        while (_held > 0 && _strengths[Last()] <= strength) _held--;
        if (_held == Window) Drop();
        _held++;
        (_strengths[Last()], _points[Last()]) = (strength, _count);
        return isPeak ? strength : 0;
    }

    private int Last() => (_first + _held - 1) % Window;

    private void Drop()
    {
        _first = (_first + 1) % Window;
        _held--;
    }

    public void Exchange(StateExchange state)
    {
        state.Of(_strengths);
        state.Of(_points);
        state.Of(ref _first);
        state.Of(ref _held);
        state.Of(ref _count);
        if (_first is < 0 or >= Window || _held is < 0 or > Window)
            throw new FormatException("The state of a series is damaged.");
    }
}
