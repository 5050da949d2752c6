using Prunella.Detection.Forecasts;
using Prunella.Runtime.SeriesFiles;

namespace Prunella.Cli.Forecasts;

/// <summary>A row with the forecast that was made of it one horizon before, and the value then.</summary>
/// <param name="Row">As it was read.</param>
/// <param name="Forecast">Null where none was made: too little was seen, or a gap lies between.</param>
/// <param name="Naive">The value that the forecast was made from.</param>
/// <param name="IsLate">A time that is not later than one before: passed over.</param>
internal readonly record struct ForetoldRow(SeriesRow Row, Forecast? Forecast, double Naive, bool IsLate);

/// <summary>What is foretold from the last point on.</summary>
/// <param name="UnixNanos">Of when.</param>
/// <param name="Forecast">What is expected then.</param>
internal readonly record struct AheadRow(long UnixNanos, Forecast Forecast);
