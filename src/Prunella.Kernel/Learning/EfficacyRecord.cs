using Prunella.Contracts;

namespace Prunella.Kernel.Learning;

/// <summary>What has become of a recipe so far, against one kind of fault, on one class of service.</summary>
/// <param name="Recipe">Its name.</param>
/// <param name="Deeds">What it did: <see cref="Learning.Deeds"/>.</param>
/// <param name="Fault">Against what.</param>
/// <param name="ServiceClass">On what: <see cref="Learning.ServiceClass"/>.</param>
/// <param name="Successes">In millionths, faded to <paramref name="FadedTo"/>.</param>
/// <param name="Failures">In millionths, faded likewise.</param>
/// <param name="FadedTo">Up to when it has faded: whole hours after its first outcome.</param>
/// <param name="Outcomes">Outcomes counted, never fading.</param>
/// <param name="LastAt">When the last of them came.</param>
public sealed record EfficacyRecord(
    string Recipe,
    string Deeds,
    FaultKind Fault,
    string ServiceClass,
    long Successes,
    long Failures,
    long FadedTo,
    long Outcomes,
    long LastAt)
{
    /// <summary>The key under which the state keeps it.</summary>
    public static string Key(string recipe, string deeds, FaultKind fault, string serviceClass) =>
        $"{recipe}@{deeds}|{fault}|{serviceClass}";

    /// <summary>Before the first outcome.</summary>
    public static EfficacyRecord Begin(string recipe, string deeds, FaultKind fault, string serviceClass, long at) =>
        new(recipe, deeds, fault, serviceClass, 0, 0, at, 0, at);

    /// <summary>As it stands later: what was counted has faded.</summary>
    public EfficacyRecord At(long at)
    {
        var hours = Decay.Hours(FadedTo, at);
        return hours == 0 ? this : this with
        {
            Successes = Decay.Left(Successes, hours),
            Failures = Decay.Left(Failures, hours),
            FadedTo = FadedTo + hours * Decay.Hour,
        };
    }

    /// <summary>With one more outcome.</summary>
    public EfficacyRecord With(Credit credit, long at)
    {
        var faded = At(at);
        return faded with
        {
            Successes = faded.Successes + credit.Successes,
            // What is taken back may have faded meanwhile: there is never less than nothing.
            Failures = Math.Max(0, faded.Failures + credit.Failures),
            Outcomes = Math.Max(0, Outcomes + (credit.Failures < 0 ? -1 : 1)),
            LastAt = at,
        };
    }
}
