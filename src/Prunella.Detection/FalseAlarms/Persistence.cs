namespace Prunella.Detection.FalseAlarms;

/// <summary>How much one block's deviation tells of the next one's: what fluctuates slowly must not be
/// counted as new evidence at every block.</summary>
/// <remarks>
/// The correlation r of standardised deviations of neighbouring blocks, as means over about ten
/// minutes of blocks, deviations cut at three. Blocks that are correlated like that tell as much as
/// (1 - r) / (1 + r) times as many independent ones (the effective sample size of an
/// autoregression), so evidence is raised to that power; by Jensen's inequality an e-value raised to
/// a power below one stays an e-value.
/// </remarks>
internal struct Persistence
{
    private const int Memory = 600;
    private const double Cut = 3;
    private const double Most = 0.95;
    private double _last;
    private double _cross;
    private double _square;
    private int _blocks;

    /// <summary>The power for evidence of one block: 1 for independent blocks, 0.026 at least.</summary>
    public readonly double Power
    {
        get
        {
            var r = _square <= 0 ? 0 : Math.Clamp(_cross / _square, 0, Most);
            return (1 - r) / (1 + r);
        }
    }

    /// <summary>Takes a block's deviation in its standard deviations.</summary>
    public void Learn(double deviation)
    {
        var z = Math.Clamp(deviation, -Cut, Cut);
        _blocks = Math.Min(_blocks + 1, Memory);
        _cross += (z * _last - _cross) / _blocks;
        _square += (z * z - _square) / _blocks;
        _last = z;
    }
}
