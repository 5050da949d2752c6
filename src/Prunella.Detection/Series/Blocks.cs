using System.Runtime.CompilerServices;

namespace Prunella.Detection.Series;

/// <summary>One number for each hour of a day, within its owner's own memory.</summary>
[InlineArray(24)]
internal struct Hours24<T>
{
    private T _first;
}

/// <summary>One for each two hours of a week.</summary>
[InlineArray(84)]
internal struct Slots84<T>
{
    private T _first;
}

/// <summary>One for each channel.</summary>
[InlineArray(14)]
internal struct Fourteen<T>
{
    private T _first;
}

/// <summary>A bit for each cell of each channel.</summary>
[InlineArray(NoveltyCell.WordsOfMaps)]
internal struct Maps
{
    private uint _first;
}

/// <summary>The strongest of each of a few stretches of points.</summary>
[InlineArray(6)]
internal struct Stretches
{
    private float _first;
}
