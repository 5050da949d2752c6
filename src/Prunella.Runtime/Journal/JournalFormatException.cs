namespace Prunella.Runtime.Journal;

/// <summary>A record is intact but this program does not understand it: it names the record, the type and what to
/// do.</summary>
public sealed class JournalFormatException(string message, Exception? inner = null) : Exception(message, inner);
