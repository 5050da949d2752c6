namespace Prunella.Contracts;

/// <summary>Says once what a series is; samples then carry only its id.</summary>
/// <param name="Id">The series.</param>
/// <param name="Subject">Whom it is about (not who sent it).</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Witness">Who saw it; exactly one flag.</param>
/// <param name="Name">The instrument's or span's name, as sent, for people.</param>
/// <param name="Unit">UCUM unit after conversion: <c>s</c>, <c>By</c>, <c>1</c>, or empty.</param>
/// <param name="Limit">For <see cref="SignalKind.Saturation"/>: the amount that is full; 0 when unknown.</param>
public sealed record SeriesDescription(
    SeriesId Id,
    Subject Subject,
    SignalKind Kind,
    Witness Witness,
    string Name,
    string Unit,
    double Limit = 0);
