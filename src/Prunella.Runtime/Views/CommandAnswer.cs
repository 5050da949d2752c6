namespace Prunella.Runtime.Views;

/// <summary>What became of a command: durable when this is answered.</summary>
/// <param name="SchemaVersion">1.</param>
/// <param name="Done">True when something changed.</param>
/// <param name="Message">For people: what changed, or why nothing did, and how to take it back.</param>
/// <param name="Reasons">Reason codes with parameters.</param>
public sealed record CommandAnswer(int SchemaVersion, bool Done, string Message, IReadOnlyList<string> Reasons);
