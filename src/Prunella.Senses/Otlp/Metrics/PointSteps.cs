using System.Runtime.InteropServices;

using Prunella.Contracts;
using Prunella.Senses.Catalogue;
using Prunella.Senses.Identity;
using Prunella.Senses.Otlp.Wire;
using Prunella.Senses.Streams;

namespace Prunella.Senses.Otlp.Metrics;

/// <summary>
/// Takes points of one instrument after the other, turns them into differences and adds those to
/// outlets.
/// </summary>
/// <remarks>Lives for one request, under the streams' gate.</remarks>
internal sealed class PointSteps(ReadContext context, PointScratch scratch, LayoutCache layouts, SampleBatch batch)
{
    private readonly List<(Outlet Outlet, SenderEntry Sender)> _touched = [];
    private ConventionRow _row = null!;
    private ResourceEntry _resource = null!;
    private InstrumentEntry _instrument = null!;
    private Fingerprint _key;
    private double _secondsPerUnit;

    /// <summary>The points that follow belong to this instrument.</summary>
    public void Turn(ConventionRow row, ResourceEntry resource, Fingerprint key, ReadOnlySpan<byte> unit)
    {
        (_row, _resource, _key) = (row, resource, key);
        _instrument = resource.Instrument(row);
        if (row.Reading == Reading.Durations) _secondsPerUnit = DurationUnits.SecondsPer(unit, row.Unit);
    }

    /// <summary>Writes what the outlets still hold; at the end of a request.</summary>
    public void Flush()
    {
        foreach (var (outlet, sender) in _touched)
        {
            if (outlet.Touched) outlet.Flush(batch);
            sender.Release(outlet);
        }
    }

    /// <summary>The batch was shed: descriptions in it have not arrived.</summary>
    public void ForgetDescriptions()
    {
        foreach (var (outlet, _) in _touched) outlet.Forget();
    }

    public void Number(ReadOnlySpan<byte> bytes, bool delta, bool monotonic)
    {
        var point = MetricPoint.Number(bytes);
        var rising = _row.Reading is Reading.Count or Reading.Rate;
        var isOfItsKind = rising == monotonic || (monotonic && _row.MayCallItselfCounter);
        if (_row.Reading == Reading.Durations || !isOfItsKind || (rising && point.Value < 0))
        {
            context.Receipt.Reject(ShedReasons.WrongShape,
                $"{_row.Instrument} is not of the kind that its convention says");
            return;
        }
        if (StreamOf(ref point, bytes, 7) is not { } stream) return;
        if (rising) Rising(stream, ref point, delta);
        else Level(stream, ref point, delta);
    }

    public void Explicit(ReadOnlySpan<byte> bytes, bool delta)
    {
        if (!IsDurations()) return;
        var point = MetricPoint.Explicit(bytes, scratch);
        if (StreamOf(ref point, bytes, 9) is not { } stream) return;
        var layout = layouts.Of(scratch.Bounds.AsSpan(0, point.Bounds), _secondsPerUnit);
        var counts = scratch.Counts.AsSpan(0, point.Counts);
        var isNew = stream.Clock.Time == 0;
        var step = Advance(stream, ref point, delta);
        if (step is Step.Duplicate or Step.OutOfOrder or Step.Overlap) return;
        var sum = point.Sum;
        var news = counts;
        if (!delta)
        {
            if (!IsNews(step, isNew, in point) || (step == Step.Next && stream.Layout?.Key != layout.Key))
            {
                context.Receipt.Note(ShedReasons.Baseline);
                news = [];
            }
            else if (step == Step.Next && Falls(stream.Buckets, counts)) context.Receipt.Note(ShedReasons.Reset);
            else if (step == Step.Next)
            {
                news = Minus(counts, stream.Buckets);
                sum -= stream.Value;
            }
            Remember(stream, layout, counts, point.Sum);
        }
        var total = Total(news);
        var outlet = Touch<DurationOutlet>(stream, point.Time);
        outlet.Count(total, stream.Failed);
        if (total > 0) layout.Spread(news, sum / total * _secondsPerUnit, outlet.Cells);
    }

    public void Exponential(ReadOnlySpan<byte> bytes, bool delta)
    {
        if (!IsDurations()) return;
        var point = MetricPoint.Exponential(bytes, scratch);
        if (StreamOf(ref point, bytes, 1) is not { } stream) return;
        var isNew = stream.Clock.Time == 0;
        var step = Advance(stream, ref point, delta);
        if (step is Step.Duplicate or Step.OutOfOrder or Step.Overlap) return;
        var counts = ExponentialCounts.Of(
            point.Scale, point.Offset, scratch.Counts.AsSpan(0, point.Counts), (long)point.Zero);
        var outlet = Touch<DurationOutlet>(stream, point.Time);
        var news = counts;
        if (!delta)
        {
            var before = stream.Exponential;
            stream.Exponential = counts;
            if (!IsNews(step, isNew, in point) || (step == Step.Next && before is null))
            {
                context.Receipt.Note(ShedReasons.Baseline);
                return;
            }
            if (step == Step.Next && counts.Since(before!) is { } since) news = since;
            else if (step == Step.Next) context.Receipt.Note(ShedReasons.Reset);
        }
        outlet.Count(news.Total, stream.Failed);
        news.Spread(_secondsPerUnit, outlet.Cells);
    }

    /// <summary>
    /// False when a cumulative value may be hours old: then it is only a starting point.
    /// </summary>
    private bool IsNews(Step step, bool isNew, in MetricPoint point) =>
        step != Step.First || (isNew && _instrument.NewsSince(point.Start, point.Time) != 0);

    private bool IsDurations()
    {
        if (_row.Reading == Reading.Durations) return true;
        context.Receipt.Reject(ShedReasons.WrongShape,
            $"{_row.Instrument} is not of the kind that its convention says");
        return false;
    }

    private void Rising(MetricStream stream, ref MetricPoint point, bool delta)
    {
        var before = stream.Clock.Time;
        var isNew = before == 0;
        var step = Advance(stream, ref point, delta);
        if (step is Step.Duplicate or Step.OutOfOrder or Step.Overlap) return;
        var (news, since) = (point.Value, point.Start);
        if (!delta)
        {
            if (step == Step.Next)
            {
                (news, var isReset) = CounterGrowth.Of(stream.Value, point.Value);
                if (isReset) context.Receipt.Note(ShedReasons.Reset);
                else since = before;
            }
            else if (IsNews(step, isNew, in point))
                since = Math.Max(point.Start, _instrument.NewsSince(point.Start, point.Time));
            else
            {
                context.Receipt.Note(ShedReasons.Baseline);
                stream.Value = point.Value;
                return;
            }
            stream.Value = point.Value;
        }
        if (_row.Reading == Reading.Rate)
        {
            var elapsed = point.Time - Math.Max(since, before > point.Time ? 0 : before);
            if (elapsed <= 0) return;
            news /= elapsed / 1e9;
        }
        Touch<SumOutlet>(stream, point.Time).Add(news);
    }

    private void Level(MetricStream stream, ref MetricPoint point, bool delta)
    {
        // A gauge has no start that matters: only the order of its times does.
        var step = stream.Clock.Delta(point.Start, point.Time, context.Received);
        if (!Counted(step, ref stream.Clock)) return;
        stream.Value = delta ? stream.Value + point.Value : point.Value;
        Touch<SumOutlet>(stream, point.Time).Add(stream.Value);
    }

    private MetricStream? StreamOf(ref MetricPoint point, ReadOnlySpan<byte> bytes, int attributeField)
    {
        var key = _key.Then(point.Attributes);
        var stream = context.Streams.Find(key, context.Received);
        if (point.NoValue)
        {
            if (stream is not null) context.Streams.End(stream);
            context.Receipt.Note(ShedReasons.NoValue);
            return null;
        }
        if (point.Bad)
        {
            context.Receipt.Reject(ShedReasons.BadValue,
                $"a point of {_row.Instrument} has an impossible count, bound, value or time");
            return null;
        }
        if (!context.Admit(ref point.Time)) return null;
        _instrument.Exported(point.Start, point.Time);
        return stream ?? Begin(key, Attributes.Of(bytes, attributeField));
    }

    private MetricStream? Begin(Fingerprint key, Attributes attributes)
    {
        if (context.Streams.IsIgnored(key, context.Received)) return Unknown();
        if (context.Streams.SubjectOf(_row, _resource.Sender, attributes) is not { } subject)
        {
            context.Streams.Ignore(key);
            return Unknown();
        }
        if (context.Streams.Full(_resource.Sender, context.Received) is { } limit)
        {
            _instrument.Incomplete = true;
            context.Receipt.Reject(limit, limit == ShedReasons.SeriesLimit
                ? "the fleet's limit of series is reached"
                : $"{_resource.Sender.Text} has reached the limit of series per instance: use fewer attribute values");
            return null;
        }
        var outlet = _resource.Sender.OutletFor(_row, subject);
        return context.Streams.Begin(key, _resource.Sender, outlet, PointMeaning.Failed(attributes), context.Received);
    }

    private MetricStream? Unknown()
    {
        context.Receipt.Note(ShedReasons.UnknownSubject);
        return null;
    }

    private Step Advance(MetricStream stream, ref MetricPoint point, bool delta)
    {
        var step = delta
            ? stream.Clock.Delta(point.Start, point.Time, context.Received)
            : stream.Clock.Cumulative(point.Start, point.Time, context.Received);
        Counted(step, ref stream.Clock);
        return step;
    }

    /// <summary>Notes what is remarkable; false when the point is to be dropped.</summary>
    private bool Counted(Step step, ref StreamClock clock)
    {
        var reason = step switch
        {
            Step.Duplicate => ShedReasons.Duplicate,
            Step.OutOfOrder => ShedReasons.OutOfOrder,
            Step.Overlap => ShedReasons.Overlap,
            Step.Reset => ShedReasons.Reset,
            _ => clock.AfterGap ? ShedReasons.Gap : null,
        };
        if (reason is not null) context.Receipt.Note(reason);
        return step is not (Step.Duplicate or Step.OutOfOrder or Step.Overlap);
    }

    private T Touch<T>(MetricStream stream, long time) where T : Outlet
    {
        if (stream.Outlet.Turn(time, batch)) _touched.Add((stream.Outlet, stream.Sender));
        return (T)stream.Outlet;
    }

    private Span<long> Minus(ReadOnlySpan<long> counts, ReadOnlySpan<long> before)
    {
        var difference = scratch.Difference.AsSpan(0, counts.Length);
        for (var i = 0; i < counts.Length; i++) difference[i] = counts[i] - before[i];
        return difference;
    }

    private static bool Falls(ReadOnlySpan<long> before, ReadOnlySpan<long> now)
    {
        if (before.Length != now.Length) return true;
        for (var i = 0; i < now.Length; i++)
        {
            if (now[i] < before[i]) return true;
        }
        return false;
    }

    private static void Remember(MetricStream stream, ExplicitLayout layout, ReadOnlySpan<long> counts, double sum)
    {
        if (stream.Buckets.Length != counts.Length) stream.Buckets = new long[counts.Length];
        counts.CopyTo(stream.Buckets);
        stream.Layout = layout;
        stream.Value = sum;
    }

    private static long Total(ReadOnlySpan<long> counts)
    {
        long total = 0;
        foreach (var count in counts) total += count;
        return total;
    }
}

/// <summary>Layouts by their bounds: SDKs use the same few bounds for all streams.</summary>
internal sealed class LayoutCache
{
    /// <summary>Beyond it layouts are forgotten and made anew.</summary>
    private const int MaxLayouts = 512;

    private readonly Dictionary<Fingerprint, ExplicitLayout> _layouts = [];

    public ExplicitLayout Of(ReadOnlySpan<double> bounds, double secondsPerUnit)
    {
        var key = Fingerprint.Of(MemoryMarshal.AsBytes(bounds))
            .Then(new Fingerprint(BitConverter.DoubleToUInt64Bits(secondsPerUnit), 0));
        if (_layouts.TryGetValue(key, out var layout)) return layout;
        if (_layouts.Count >= MaxLayouts) _layouts.Clear();
        _layouts[key] = layout = new ExplicitLayout(bounds, secondsPerUnit) { Key = key };
        return layout;
    }
}

/// <summary>Units of durations.</summary>
internal static class DurationUnits
{
    /// <summary>
    /// Seconds per unit as sent, or per <paramref name="usual"/> when the sender's is not known.
    /// </summary>
    public static double SecondsPer(ReadOnlySpan<byte> unit, string usual) =>
        unit.SequenceEqual("s"u8) ? 1
        : unit.SequenceEqual("ms"u8) ? 1e-3
        : unit.SequenceEqual("us"u8) || unit.SequenceEqual("µs"u8) ? 1e-6
        : unit.SequenceEqual("ns"u8) ? 1e-9
        : usual == "ms" ? 1e-3 : 1;
}
