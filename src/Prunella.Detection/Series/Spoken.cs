using System.Numerics;

namespace Prunella.Detection.Series;

/// <summary>Which of fourteen channels spoke of the last point, and how loud: for people, who ask seldom.</summary>
internal struct Spoken
{
    private Fourteen<Half> _worth;
    private uint _channels;

    public void Clear() => _channels = 0;

    public void Add(int channel, double worth)
    {
        _channels |= 1u << channel;
        _worth[channel] = (Half)worth;
    }

    public readonly IEnumerable<(double Worth, string What)> Told(string[] names)
    {
        var told = new List<(double, string)>();
        for (var left = _channels; left != 0; left &= left - 1)
        {
            var channel = BitOperations.TrailingZeroCount(left);
            told.Add(((double)_worth[channel], names[channel]));
        }
        return told;
    }
}
