using System.IO.Compression;

namespace Prunella.Senses.Otlp.Transport;

/// <summary>Inflates gzip within bounds: bytes in, bytes out, and the ratio of the two.</summary>
/// <remarks>
/// A few kilobytes of gzip can become gigabytes, so the bounds are kept while inflating, not after.
/// The ratio counts only once 1 MiB has come out: short bodies of repeated names shrink far and
/// harm nobody. Whatever is wrong leaves as the exception that <paramref name="refuse"/> makes,
/// since each transport knows its own.
/// </remarks>
internal sealed class BoundedGzip(
    Stream source, OtlpOptions options, Admission? admission, Func<OtlpResult, Exception> refuse) : ForwardStream
{
    private const int RatioCountsFrom = 1024 * 1024;

    private readonly CountedStream _arriving = new(source);
    private GZipStream? _gzip;
    private long _out;
    private long _held;

    private GZipStream Gzip => _gzip ??= new GZipStream(_arriving, CompressionMode.Decompress, leaveOpen: true);

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Count(Gzip.Read(buffer));
        }
        catch (InvalidDataException e)
        {
            throw Broken(e);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Count(await Gzip.ReadAsync(buffer, cancellationToken));
        }
        catch (InvalidDataException e)
        {
            throw Broken(e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip?.Dispose();
            admission?.Release(_held);
            _held = 0;
        }
        base.Dispose(disposing);
    }

    private int Count(int read)
    {
        _out += read;
        if (_arriving.Bytes > options.MaxBodyBytes) throw refuse(BodyBounds.TooLarge(options));
        if (_out > options.MaxInflatedBytes) throw refuse(BodyBounds.InflatesTooLarge(options));
        if (_out > RatioCountsFrom && _out > _arriving.Bytes * options.MaxInflationRatio)
            throw refuse(BodyBounds.InflatesTooFar(options));
        if (admission is null) return read;
        if (!admission.TryHold(read)) throw refuse(BodyBounds.Full);
        _held += read;
        return read;
    }

    private Exception Broken(InvalidDataException e) =>
        refuse(OtlpResult.Refuse(OtlpOutcome.Malformed, "the body is not gzip: " + e.Message));

    private sealed class CountedStream(Stream inner) : ForwardStream
    {
        public long Bytes { get; private set; }

        public override int Read(Span<byte> buffer) => Count(inner.Read(buffer));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer,
            CancellationToken cancellationToken = default) =>
            Count(await inner.ReadAsync(buffer, cancellationToken));

        private int Count(int read)
        {
            Bytes += read;
            return read;
        }
    }
}

/// <summary>A stream that is only read, and only onwards.</summary>
internal abstract class ForwardStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw OnlyOnwards();

    public override long Position
    {
        get => throw OnlyOnwards();
        set => throw OnlyOnwards();
    }

    public abstract override int Read(Span<byte> buffer);

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer,
        CancellationToken cancellationToken = default);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw OnlyOnwards();

    public override void SetLength(long value) => throw OnlyOnwards();

    public override void Write(byte[] buffer, int offset, int count) => throw OnlyOnwards();

    private static NotSupportedException OnlyOnwards() => new("This stream is only read, and only onwards.");
}

/// <summary>The words for bodies beyond a bound.</summary>
internal static class BodyBounds
{
    public static readonly OtlpResult Full =
        OtlpResult.Later("too much telemetry is under way", TimeSpan.FromSeconds(1));

    public static OtlpResult TooLarge(OtlpOptions options) => OtlpResult.Refuse(
        OtlpOutcome.TooLarge, $"the body is larger than {options.MaxBodyBytes} bytes: use smaller batches");

    public static OtlpResult InflatesTooLarge(OtlpOptions options) => OtlpResult.Refuse(
        OtlpOutcome.TooLarge, $"the body inflates to more than {options.MaxInflatedBytes} bytes: use smaller batches");

    public static OtlpResult InflatesTooFar(OtlpOptions options) => OtlpResult.Refuse(
        OtlpOutcome.TooLarge, $"the body inflates to more than {options.MaxInflationRatio} times its size");
}
