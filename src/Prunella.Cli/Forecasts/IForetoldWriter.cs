namespace Prunella.Cli.Forecasts;

/// <summary>Writes foretold rows in one format, then what lies ahead.</summary>
internal interface IForetoldWriter : IDisposable
{
    void Write(in ForetoldRow row);

    /// <param name="row">What is foretold.</param>
    /// <param name="timestamp">When, as the file writes times.</param>
    void Write(in AheadRow row, string timestamp);
}
