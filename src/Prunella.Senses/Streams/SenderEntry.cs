using Prunella.Contracts;
using Prunella.Senses.Catalogue;
using Prunella.Senses.Otlp.Wire;

namespace Prunella.Senses.Streams;

/// <summary>An instance that sends, with the outlets of its series and its bounds.</summary>
internal sealed class SenderEntry(InstanceId instance)
{
    private readonly Dictionary<string, double> _limits = new(StringComparer.Ordinal);

    public InstanceId Instance { get; } = instance;

    public string Text { get; } = instance.ToString();

    /// <summary>What the sink last heard of it; null when it has not heard yet.</summary>
    public InstanceSighting? Sighted { get; set; }

    /// <summary>Streams held for it.</summary>
    public int Streams { get; set; }

    private Dictionary<(ConventionRow Row, string Subject), Outlet> Outlets { get; } = [];

    /// <summary>
    /// Takes what is full for an instrument, for the outlets that are there and those to come.
    /// </summary>
    public void SetLimit(string instrument, double limit)
    {
        _limits[instrument] = limit;
        foreach (var (key, outlet) in Outlets)
        {
            if (key.Row.Instrument == instrument && outlet is ScalarOutlet scalar) scalar.SetLimit(limit);
        }
    }

    public Outlet OutletFor(ConventionRow row, Subject subject)
    {
        if (Outlets.TryGetValue((row, subject.Text), out var outlet)) return outlet;
        outlet = row.Reading switch
        {
            Reading.Durations => new DurationOutlet(row, subject, Text),
            Reading.Limit => new LimitOutlet(row, subject, this),
            _ => NewScalar(row, subject),
        };
        Outlets[(row, subject.Text)] = outlet;
        return outlet;
    }

    /// <summary>
    /// Forgets an outlet that no stream feeds any more, once all it held is written.
    /// </summary>
    public void Release(Outlet outlet)
    {
        if (outlet.Streams == 0 && !outlet.Touched) Outlets.Remove((outlet.Row, outlet.Subject.Text));
    }

    private ScalarOutlet NewScalar(ConventionRow row, Subject subject)
    {
        var outlet = new ScalarOutlet(row, subject, Text);
        if (_limits.TryGetValue(row.Instrument, out var limit)) outlet.SetLimit(limit);
        return outlet;
    }
}

/// <summary>A resource as it arrived, byte for byte, and whose it is.</summary>
internal sealed class ResourceEntry(SenderEntry sender, InstanceSighting sighting, string? advice)
{
    public SenderEntry Sender { get; } = sender;

    public InstanceSighting Sighting { get; } = sighting;

    public string? Advice { get; } = advice;

    /// <summary>When it was last heard, by our clock.</summary>
    public long Heard { get; set; }

    /// <summary>Exports of each instrument of the catalogue; bounded by the catalogue.</summary>
    public Dictionary<ConventionRow, InstrumentEntry> Instruments { get; } = [];

    public InstrumentEntry Instrument(ConventionRow row)
    {
        if (Instruments.TryGetValue(row, out var entry)) return entry;
        entry = new InstrumentEntry();
        Instruments[row] = entry;
        return entry;
    }
}

/// <summary>
/// When an instrument of a resource was exported: tells whether a new stream is new or only new to
/// us.
/// </summary>
/// <remarks>
/// The first 500 after an hour of good answers appears as a new stream with an old start. Since a
/// cumulative sender repeats every stream in every export, a stream absent from the previous export
/// began after it, and its whole value is news. Without a previous export it may be hours old: then
/// it is only a starting point.
/// </remarks>
internal sealed class InstrumentEntry
{
    /// <summary>
    /// A process that began at most a minute before its point: all it counted is recent.
    /// </summary>
    private const long FreshNanos = 60_000_000_000;

    private long _previous;
    private long _last;
    private long _start;

    /// <summary>
    /// A stream was turned away: absence from the previous export no longer proves that it is new.
    /// </summary>
    public bool Incomplete { get; set; }

    public void Exported(long start, long time)
    {
        if (time <= _last) return;
        _previous = _last;
        _last = time;
        if (_start == 0) _start = start;
    }

    /// <summary>
    /// When the first value of a new stream is all news, the time since which; 0 when it is only a
    /// starting point.
    /// </summary>
    public long NewsSince(long start, long time)
    {
        if (start <= 0 || start >= time) return 0;
        if (time - start <= FreshNanos) return start;
        return _previous > 0 && !Incomplete && start >= _start ? Math.Max(_previous, start) : 0;
    }
}

/// <summary>One stream of points: same resource, scope, instrument and attributes.</summary>
internal sealed class MetricStream(Fingerprint key, SenderEntry sender, Outlet outlet, bool failed)
{
    /// <summary>A field, because the clock is a value that its methods change.</summary>
    public StreamClock Clock;

    public Fingerprint Key { get; } = key;

    public SenderEntry Sender { get; } = sender;

    public Outlet Outlet { get; } = outlet;

    public bool Failed { get; } = failed;

    /// <summary>When it was last heard, by our clock.</summary>
    public long Heard { get; set; }

    /// <summary>Last cumulative value, or sum of durations.</summary>
    public double Value { get; set; }

    /// <summary>Last cumulative counts per explicit bucket.</summary>
    public long[] Buckets { get; set; } = [];

    /// <summary>Layout that <see cref="Buckets"/> belong to.</summary>
    public ExplicitLayout? Layout { get; set; }

    /// <summary>Last cumulative exponential counts.</summary>
    public ExponentialCounts? Exponential { get; set; }

    /// <summary>Neighbours in the order of last use.</summary>
    public LinkedListNode<MetricStream>? Place { get; set; }
}
