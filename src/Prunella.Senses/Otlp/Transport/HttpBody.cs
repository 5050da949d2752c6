using System.Buffers;

namespace Prunella.Senses.Otlp.Transport;

/// <summary>A request's body in one rented array.</summary>
internal sealed class HttpBody : IDisposable
{
    private const int FirstRent = 64 * 1024;

    private readonly Admission _admission;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstRent);
    private long _held;

    private HttpBody(Admission admission) => _admission = admission;

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>
    /// Reads to the end within the bounds; <see cref="BodyRefusedException"/> beyond them.
    /// </summary>
    public static async Task<HttpBody> ReadAsync(
        Stream source, bool gzip, OtlpOptions options, Admission admission, CancellationToken cancellation)
    {
        var body = new HttpBody(admission);
        try
        {
            if (!gzip)
            {
                await body.FillAsync(source, options.MaxBodyBytes, BodyBounds.TooLarge(options), cancellation);
                return body;
            }
            await using var inflating = new BoundedGzip(
                source, options, null, result => new BodyRefusedException(result));
            await body.FillAsync(
                inflating, options.MaxInflatedBytes, BodyBounds.InflatesTooLarge(options), cancellation);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_bytes.Length == 0) return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _admission.Release(_held);
    }

    private async Task FillAsync(Stream source, int limit, OtlpResult tooLarge, CancellationToken cancellation)
    {
        while (true)
        {
            if (Length == _bytes.Length) Grow();
            var read = await source.ReadAsync(_bytes.AsMemory(Length), cancellation);
            if (read == 0) return;
            if (Length + read > limit) throw new BodyRefusedException(tooLarge);
            if (!_admission.TryHold(read)) throw new BodyRefusedException(BodyBounds.Full);
            _held += read;
            Length += read;
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
        Bytes.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
