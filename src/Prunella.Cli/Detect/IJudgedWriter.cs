namespace Prunella.Cli.Detect;

/// <summary>Writes judged rows in one format.</summary>
internal interface IJudgedWriter : IDisposable
{
    void Write(in JudgedRow judged);
}
