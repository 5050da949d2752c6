namespace Prunella.Runtime.Ports;

/// <summary>A store cannot be opened, or has failed and takes nothing more: what, where, why, and what to do
/// next.</summary>
/// <remarks>The message is for the person who must act and stands by itself; nothing is retried behind it.</remarks>
public sealed class StorageUnusableException : Exception
{
    /// <summary>Composes the one message.</summary>
    /// <param name="what">What cannot be done, as the start of a sentence: <c>The journal cannot be opened</c>.</param>
    /// <param name="where">Path of the file or folder.</param>
    /// <param name="why">The reason, without a full stop.</param>
    /// <param name="next">What to do, as a sentence.</param>
    /// <param name="inner">The cause, or null.</param>
    public StorageUnusableException(string what, string where, string why, string next, Exception? inner = null)
        : base($"{what}: {where}: {why}. {next}", inner)
    {
    }
}
