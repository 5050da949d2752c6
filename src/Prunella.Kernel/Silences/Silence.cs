using Prunella.Contracts;

namespace Prunella.Kernel.Silences;

/// <summary>A person is at it.</summary>
/// <param name="Subject">What: an instance, a dependency, or a service with all its instances and the ways to
/// it.</param>
/// <param name="By">Who said so, or <c>healer</c> when it was found at the target.</param>
/// <param name="Because">Why.</param>
/// <param name="Debug">True: nothing is done to it; false: nobody is told of it, and it is healed as ever.</param>
/// <param name="Until">When it ends by itself.</param>
/// <param name="At">Since when.</param>
public sealed record Silence(Subject Subject, string By, string Because, bool Debug, long Until, long At)
{
    /// <summary>True for the subject itself and, of a service, for what belongs to it.</summary>
    public bool Covers(Subject subject) => subject == Subject
        || Subject.Kind == SubjectKind.Service && subject.Service == Subject.Service;
}
