using Prunella.Detection.Series;
using Prunella.Runtime.SeriesFiles;

namespace Prunella.Cli.Detect;

/// <summary>A row with what it is worth; without a judgement where there was no number, or an older time.</summary>
internal readonly record struct JudgedRow(SeriesRow Row, SeriesJudgement? Judgement, string Why);
