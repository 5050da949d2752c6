using Prunella.Detection.Series;

namespace Prunella.Detection.Forecasts;

/// <summary>The three ways in which a series may leave where it stands, or their weights: on along its trend, back to
/// what is usual then, on along the day's shape.</summary>
internal struct Parts(double trend, double back, double shape)
{
    private float _trend = (float)trend;
    private float _back = (float)back;
    private float _shape = (float)shape;

    public readonly double Times(in Parts other) =>
        (double)_trend * other._trend + (double)_back * other._back + (double)_shape * other._shape;

    /// <summary>Weights, part of the way to others.</summary>
    public readonly Parts Toward(in Parts other, double part) => new(
        _trend + part * (other._trend - (double)_trend),
        _back + part * (other._back - (double)_back),
        _shape + part * (other._shape - (double)_shape));

    /// <summary>Weights after one error (normalised least mean squares), each between none and all.</summary>
    public readonly Parts Learn(in Parts parts, double error, double scale, double rate)
    {
        var norm = parts.Times(parts) + scale * scale;
        if (!(norm > 0)) return this;
        var push = rate * error / norm;
        return new Parts(
            Math.Clamp(_trend + push * parts._trend, 0, 1.25),
            Math.Clamp(_back + push * parts._back, 0, 1),
            Math.Clamp(_shape + push * parts._shape, 0, 1));
    }

    public void Exchange(StateExchange state)
    {
        Floats.Of(state, ref _trend);
        Floats.Of(state, ref _back);
        Floats.Of(state, ref _shape);
    }
}
