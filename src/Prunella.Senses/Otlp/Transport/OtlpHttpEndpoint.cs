using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Prunella.Senses.Otlp.Transport;

/// <summary>OTLP over HTTP: protobuf and JSON, plain and gzip, on one address.</summary>
internal sealed class OtlpHttpEndpoint(OtlpIntake intake, Admission admission)
{
    private const string Protobuf = "application/x-protobuf";
    private const string Json = "application/json";

    public async Task ServeAsync(HttpContext context, OtlpSignal signal)
    {
        var encoding = EncodingOf(context.Request.ContentType);
        var answerIn = encoding ?? OtlpEncoding.Protobuf;
        var sender = intake.Authenticate(Header(context, "Authorization"));
        if (sender is null)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await AnswerAsync(context, signal, answerIn, OtlpResult.Refuse(
                OtlpOutcome.Unauthenticated, "a bearer token is needed: set OTEL_EXPORTER_OTLP_HEADERS"));
            return;
        }
        var gzip = string.Equals(Header(context, "Content-Encoding"), "gzip", StringComparison.OrdinalIgnoreCase);
        if (encoding is null || (!gzip && Header(context, "Content-Encoding") is not (null or "" or "identity")))
        {
            await RefuseMediaAsync(context, answerIn);
            return;
        }
        await AnswerAsync(context, signal, answerIn, await TakeAsync(context, signal, encoding.Value, gzip, sender));
    }

    private async Task<OtlpResult> TakeAsync(
        HttpContext context, OtlpSignal signal, OtlpEncoding encoding, bool gzip, SenderCredential sender)
    {
        if (context.Request.ContentLength > intake.Options.MaxBodyBytes)
            return intake.Counted(BodyBounds.TooLarge(intake.Options));
        if (!admission.TryEnter()) return intake.Counted(BodyBounds.Full);
        try
        {
            // Our own bounds are tighter and answer in OTLP's words.
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
                size.MaxRequestBodySize = null;
            using var body = await HttpBody.ReadAsync(
                context.Request.Body, gzip, intake.Options, admission, context.RequestAborted);
            return intake.Export(
                signal, encoding, body.Bytes, sender, context.Connection.RemoteIpAddress?.ToString() ?? "");
        }
        catch (BodyRefusedException e)
        {
            return intake.Counted(e.Result);
        }
        finally
        {
            admission.Leave();
        }
    }

    private async Task RefuseMediaAsync(HttpContext context, OtlpEncoding answerIn)
    {
        intake.Tally.Add(ShedReasons.UnsupportedMedia, 1);
        const string Words =
            "Content-Type must be application/x-protobuf or application/json, Content-Encoding gzip or none";
        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        context.Response.Headers.AcceptEncoding = "gzip";
        context.Response.ContentType = NameOf(answerIn);
        await context.Response.Body.WriteAsync(
            answerIn == OtlpEncoding.Json
                ? OtlpAnswer.JsonStatus(3, Words)
                : OtlpAnswer.ProtoStatus(3, Words, TimeSpan.Zero),
            context.RequestAborted);
    }

    private static async Task AnswerAsync(
        HttpContext context, OtlpSignal signal, OtlpEncoding encoding, OtlpResult result)
    {
        context.Response.StatusCode = OtlpAnswer.HttpStatus(result.Outcome);
        context.Response.ContentType = NameOf(encoding);
        if (result.Outcome == OtlpOutcome.Overloaded)
            context.Response.Headers.RetryAfter = OtlpAnswer.RetryAfter(result.RetryAfter);
        var bytes = OtlpAnswer.Write(signal, encoding, result);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>Parameters such as <c>; charset=utf-8</c> do not matter.</summary>
    private static OtlpEncoding? EncodingOf(string? contentType)
    {
        if (contentType is null) return null;
        var semicolon = contentType.IndexOf(';', StringComparison.Ordinal);
        var type = (semicolon < 0 ? contentType.AsSpan() : contentType.AsSpan(0, semicolon)).Trim();
        return type.Equals(Protobuf, StringComparison.OrdinalIgnoreCase) ? OtlpEncoding.Protobuf
            : type.Equals(Json, StringComparison.OrdinalIgnoreCase) ? OtlpEncoding.Json
            : null;
    }

    private static string NameOf(OtlpEncoding encoding) => encoding == OtlpEncoding.Json ? Json : Protobuf;

    private static string? Header(HttpContext context, string name) =>
        context.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;
}
