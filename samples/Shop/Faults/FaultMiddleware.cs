namespace Prunella.Samples.Shop.Faults;

/// <summary>Makes every answer, the health check's too, as slow or wrong as the switch says.</summary>
internal sealed class FaultMiddleware(RequestDelegate next, FaultSwitch faults, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var plan = faults.Current();
        if (plan.Delay > TimeSpan.Zero) await Task.Delay(plan.Delay, time, http.RequestAborted);
        if (faults.Fails(plan))
        {
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }
        await next(http);
    }
}
