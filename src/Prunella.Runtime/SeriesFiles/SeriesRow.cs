namespace Prunella.Runtime.SeriesFiles;

/// <summary>One row of a file with one series.</summary>
/// <param name="Line">Its line in the file, from 1.</param>
/// <param name="Timestamp">As it was written.</param>
/// <param name="Value">As it was written.</param>
/// <param name="UnixNanos">The time; 0 when <paramref name="Broken"/>.</param>
/// <param name="Number">The value; not a number when it is missing or <paramref name="Broken"/>.</param>
/// <param name="Broken">What is wrong with the row, or empty.</param>
public readonly record struct SeriesRow(
    long Line, string Timestamp, string Value, long UnixNanos, double Number, string Broken);
