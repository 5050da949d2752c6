namespace Prunella.Contracts;

/// <summary>One detector's part in an incident that people have marked: how strong its alarm was, and how many of them
/// call the trouble real.</summary>
/// <remarks>One per incident and detector, however often it spoke: an incident is one case, and people who mark the
/// same one share it.</remarks>
/// <param name="Detector">Stable name of the detector.</param>
/// <param name="Surprise">Greatest surprise that it told of in the incident; 0 when it is not statistical.</param>
/// <param name="Real">People who call it real, 0 to <paramref name="Of"/>; a wrong diagnosis or remedy is of real
/// trouble.</param>
/// <param name="Of">People who marked it, at least 1.</param>
public sealed record MarkedAlarm(string Detector, int Surprise, int Real, int Of);
