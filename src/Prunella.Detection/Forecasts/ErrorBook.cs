using System.Runtime.CompilerServices;

using Prunella.Detection.Series;

namespace Prunella.Detection.Forecasts;

/// <summary>How right the forecasts over one horizon were, learnt from two that are always under way.</summary>
/// <remarks>
/// A forecast is issued every half horizon and kept until its time has come; then the value tells three things.
/// <em>How the parts weigh</em>: the trend, the way back to what is usual, and the day's shape, by normalised least
/// mean squares with bounded errors; a part that never helps loses its weight, which is how the trend is damped over
/// this horizon (Gardner and McKenzie 1985 estimate the same factor). <em>How large errors are.</em> <em>Where their
/// quantiles lie</em>: four of them, each moved up by p of a step when the error was above and down by 1 - p when it
/// was below, so that whatever the series does the share of misses tends to what it should be (adaptive conformal
/// inference, Gibbs and Candès 2021; quantile tracking, Angelopoulos, Candès and Tibshirani 2023).
/// Until something has come due, errors are guessed from those of the next point and the walk of the level.
/// </remarks>
internal struct ErrorBook
{
    public const int Quantiles = 4;
    private const int Slots = 2;
    private const double Rate = 0.1;
    private const double LeastStep = 0.1;
    private const double LeastGain = 0.03;
    private const double Influence = 4;
    private const int Early = 5;

    /// <summary>A guess weighs as much as so many errors.</summary>
    private const int Trust = 4;

    /// <summary>Sums of single floats are a little off: what is due to a millionth is due.</summary>
    private const double Due = 1 - 1e-5;

    [InlineArray(Slots)]
    private struct PerSlot
    {
        private float _first;
    }

    [InlineArray(Slots)]
    private struct PartsOfSlots
    {
        private Parts _first;
    }

    [InlineArray(Quantiles)]
    private struct Edges
    {
        private float _first;
    }

    // How long a forecast has been under way, in horizons of the forecaster; below zero where there is none. Spans and
    // changes are added up instead of kept as a time and a start: single floats hold them, whatever the amounts are.
    private PerSlot _ages;
    private PerSlot _changes;
    private PartsOfSlots _parts;
    private Parts _weights;
    private Edges _edges;
    private float _scale;
    private int _count;

    /// <summary>Forecasts that came due.</summary>
    public readonly int Count => _count;

    /// <summary>How the parts of a forecast weigh.</summary>
    public readonly Parts Weights => _weights;

    /// <summary>A usual error; zero until one is known.</summary>
    public readonly double Scale => _scale;

    /// <summary>Edge of the errors: 5, 25, 75, 95 of 100, in usual errors.</summary>
    public readonly double Edge(int quantile) => _edges[quantile];

    public void Begin()
    {
        this = default;
        _weights = new Parts(1, 0, 0);
        (_ages[0], _ages[1]) = (-1, -1);
        (_edges[0], _edges[1], _edges[2], _edges[3]) = (-2, -0.67f, 0.67f, 2);
    }

    /// <summary>Takes a point for the forecasts under way; those whose time has come tell how right they
    /// were.</summary>
    /// <param name="span">Since the point before; all spans are in horizons of the forecaster.</param>
    /// <param name="change">Since the point before.</param>
    /// <param name="ahead">How far ahead this book's forecasts look.</param>
    /// <param name="slack">How much later than due a point may come and still tell.</param>
    /// <param name="guess">A usual error where none came due yet.</param>
    public void Learn(double span, double change, double ahead, double slack, double guess)
    {
        for (var i = 0; i < Slots; i++)
        {
            if (_ages[i] < 0) continue;
            _ages[i] += (float)span;
            _changes[i] += (float)change;
            if (_ages[i] < ahead * Due) continue;
            if (_ages[i] <= ahead + slack) Learn(_parts[i], _changes[i], guess);
            _ages[i] = -1;
        }
    }

    /// <summary>True when the next forecast is to be issued.</summary>
    public readonly bool IsDue(double ahead)
    {
        var (free, youngest) = (false, double.PositiveInfinity);
        for (var i = 0; i < Slots; i++)
        {
            if (_ages[i] < 0) free = true;
            else youngest = Math.Min(youngest, _ages[i]);
        }
        return free && youngest >= ahead * Due / Slots;
    }

    /// <summary>Keeps a forecast until its time has come.</summary>
    /// <param name="above">The last value less the level from which the forecast starts.</param>
    /// <param name="parts">How it leaves it.</param>
    public void Issue(double above, in Parts parts)
    {
        var slot = _ages[0] < 0 ? 0 : 1;
        (_ages[slot], _changes[slot], _parts[slot]) = (0, (float)above, parts);
    }

    public void Exchange(StateExchange state)
    {
        for (var i = 0; i < Slots; i++)
        {
            _parts[i].Exchange(state);
        }
        Floats.Of(state, _ages);
        Floats.Of(state, _changes);
        _weights.Exchange(state);
        Floats.Of(state, _edges);
        Floats.Of(state, ref _scale);
        state.Of(ref _count);
        _count = Math.Max(_count, 0);
        if (_scale < 0) throw new FormatException("The state of a forecast has an error below zero.");
    }

    private void Learn(in Parts parts, double change, double guess)
    {
        var error = change - _weights.Times(parts);
        if (_count == 0) _scale = (float)Math.Max(guess, 0);
        if (_count < int.MaxValue) _count++;
        var step = Math.Max(LeastStep, 0.5 / Math.Sqrt(_count));
        if (_scale > 0)
        {
            Move(0, 0.05, error, step);
            Move(1, 0.25, error, step);
            Move(2, 0.75, error, step);
            Move(3, 0.95, error, step);
        }
        var bounded = _scale > 0 && _count > Early ? Math.Clamp(error, -Influence * _scale, Influence * _scale) : error;
        _weights = _weights.Learn(parts, bounded, _scale, Math.Max(Rate, 1.0 / (_count + 1)));
        var gain = Math.Max(LeastGain, 1.0 / (_count + Trust));
        _scale += (float)(gain * (LevelTrend.Deviation * Math.Abs(bounded) - _scale));
    }

    private void Move(int quantile, double share, double error, double step) =>
        _edges[quantile] += (float)(step * (error > _edges[quantile] * _scale ? share : share - 1));
}
