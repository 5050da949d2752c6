using Prunella.Contracts;

namespace Prunella.Senses.Catalogue;

/// <summary>How an instrument's points are read.</summary>
internal enum Reading
{
    /// <summary>A histogram of durations: gives latency, errors and traffic.</summary>
    Durations,

    /// <summary>A gauge or a sum that may fall: the value itself.</summary>
    Level,

    /// <summary>A sum that only rises: what was added.</summary>
    Count,

    /// <summary>A sum that only rises: what was added per second.</summary>
    Rate,

    /// <summary>
    /// Says what is full for another instrument of the same instance; no series of its own.
    /// </summary>
    Limit,
}

/// <summary>Whom an instrument is about.</summary>
internal enum About
{
    /// <summary>The instance that sent it.</summary>
    Sender,

    /// <summary>The edge from the sender's service to the peer that its attributes name.</summary>
    Edge,

    /// <summary>The destination or the service that a gateway's attributes name.</summary>
    BehindGateway,
}

/// <summary>One line of the catalogue: what an instrument means.</summary>
/// <param name="Instrument">Its name as sent.</param>
/// <param name="Reading">How its points are read.</param>
/// <param name="Kind">What it tells; durations always give latency, errors and traffic.</param>
/// <param name="Unit">
/// For durations: the unit when the sender names none that is known. Otherwise the unit of the
/// series.
/// </param>
internal sealed record ConventionRow(string Instrument, Reading Reading, SignalKind Kind, string Unit)
{
    /// <summary>Whom it is about.</summary>
    public About About { get; init; }

    /// <summary>The scope (meter) it must come from; empty for any.</summary>
    public string Scope { get; init; } = "";

    /// <summary>Only points whose attribute has this value count; empty for all.</summary>
    public (string Attribute, string Value) Where { get; init; } = ("", "");

    /// <summary>For <see cref="Reading.Limit"/>: the instrument whose limit it is.</summary>
    public string Of { get; init; } = "";

    /// <summary>The amount that is full when it is fixed (1 for shares); 0 otherwise.</summary>
    public double Full { get; init; }

    /// <summary>A level that some senders declare as a counter: its value is read as a level all the same.</summary>
    public bool MayCallItselfCounter { get; init; }

    /// <summary>Who saw it.</summary>
    public Witness Witness => About == About.BehindGateway ? Witness.Gateway : Witness.Telemetry;
}
