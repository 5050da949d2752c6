using Prunella.Contracts;

namespace Prunella.Runtime.Ports;

/// <summary>A reading of a signal in one second, for people: no decision is taken from it.</summary>
/// <param name="Subject">Whom it is about.</param>
/// <param name="Signal">What it tells.</param>
/// <param name="Name">Tells apart readings of one signal (<c>p99</c>, an instrument's name); at most 120
/// characters.</param>
/// <param name="AtSecond">Unix second UTC.</param>
/// <param name="Value">In the signal's unit.</param>
/// <param name="Expected">What was expected of it.</param>
/// <param name="Health">As judged then.</param>
public sealed record SignalReading(
    Subject Subject, SignalKind Signal, string Name, long AtSecond, double Value, double Expected, Health Health);

/// <summary>Which readings are wanted.</summary>
/// <param name="Subject">Of whom.</param>
/// <param name="Signal">Of which signal.</param>
/// <param name="FromSecond">Unix second, inclusive.</param>
/// <param name="ToSecond">Unix second, inclusive.</param>
public sealed record SignalQuery(Subject Subject, SignalKind Signal, long FromSecond, long ToSecond);

/// <summary>Readings of the last day in bounded space: each second for 15 minutes, ten seconds in one for 24
/// hours.</summary>
/// <remarks>
/// A reading for the same second replaces the one before. A reading older than 15 minutes, further than a minute in the
/// future, or of one series too many is shed. A ten-second reading is the mean of its seconds with the worst health
/// (unhealthy before unknown before healthy). Safe for any number of threads; the store may be lost without harm.
/// </remarks>
public interface ISignalHistory
{
    /// <summary>Keeps readings; gives how many were shed.</summary>
    Task<int> AppendAsync(IReadOnlyList<SignalReading> readings, CancellationToken cancellation);

    /// <summary>
    /// Readings in order of name and time: seconds where the range begins within the last 15 minutes, else tens; at
    /// most 20,000, the newest ones.
    /// </summary>
    Task<IReadOnlyList<SignalReading>> QueryAsync(SignalQuery query, CancellationToken cancellation);
}
