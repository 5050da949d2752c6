namespace Prunella.Samples.Shop.Faults;

/// <summary>
/// Makes every answer, the health check's too, as slow or wrong as the switch says.
/// </summary>
internal sealed partial class FaultMiddleware(
    RequestDelegate next, FaultSwitch faults, TimeProvider time, ILogger<FaultMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var plan = faults.Current();
        if (plan.Delay > TimeSpan.Zero) await Task.Delay(plan.Delay, time, http.RequestAborted);
        if (faults.Fails(plan))
        {
            // As an ordinary service would: what went wrong stands in its log.
            Failing(logger, http.Request.Path);
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }
        await next(http);
    }

    [LoggerMessage(2, LogLevel.Error, "The request {Path} failed: an unexpected state.")]
    private static partial void Failing(ILogger logger, string path);
}
