namespace Prunella.Gateway.Forwarding;

/// <summary>Keeps a small body, so that it can be sent a second time.</summary>
internal static class RequestBody
{
    /// <summary>Longest body that is kept: enough for calls between services, too little to fill
    /// the memory.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>True when the request may be sent twice: an idempotent method or a key, and no
    /// body or a small one of known length.</summary>
    public static bool IsRepeatable(HttpRequest request)
    {
        if (request.ContentLength is > MostBytes || request.Headers.TransferEncoding.Count > 0) return false;
        return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || HttpMethods.IsOptions(request.Method)
            || HttpMethods.IsPut(request.Method) || HttpMethods.IsDelete(request.Method)
            || request.Headers.ContainsKey("Idempotency-Key");
    }

    /// <summary>Reads a body whole; false when the client broke off or sent another length than it
    /// said.</summary>
    public static async ValueTask<bool> KeepAsync(HttpContext http)
    {
        if (http.Request.ContentLength is not (> 0 and <= MostBytes and var length)) return true;
        var kept = new byte[length];
        try
        {
            await http.Request.Body.ReadExactlyAsync(kept, http.RequestAborted);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return false;
        }
        http.Request.Body = new MemoryStream(kept, writable: false);
        return true;
    }

    /// <summary>Sets a kept body to its start again.</summary>
    public static void Rewind(HttpContext http)
    {
        if (http.Request.Body is MemoryStream kept) kept.Position = 0;
    }
}
