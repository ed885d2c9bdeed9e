using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Imaging;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace AccessKiosk.Web.Api;

/// <summary>Every fault under <c>/api</c> as problem details (RFC 9457); what is unexpected says nothing of its inside.</summary>
internal sealed class ApiFaults(IProblemDetailsService problems) : IExceptionHandler
{
    private const string Path = "/api";

    private const string RecordFault =
        "The record cannot be used now, so that no key can be looked up: nothing was done. Try again in a while; operators who are signed in unlock doors on the pages meanwhile, and doctor says what is wrong.";

    private static readonly Dictionary<int, string> Hints = new()
    {
        [StatusCodes.Status401Unauthorized] = "Send a valid key: Authorization: Bearer ak_…",
        [StatusCodes.Status403Forbidden] = "The key lacks the scope for this.",
        [StatusCodes.Status404NotFound] = "There is nothing at this address.",
        [StatusCodes.Status405MethodNotAllowed] = "This address does not take this method.",
        [StatusCodes.Status413PayloadTooLarge] = "The body is too large.",
        [StatusCodes.Status415UnsupportedMediaType] = "The body is of a kind that is not taken here.",
        [StatusCodes.Status429TooManyRequests] = "Too many requests: wait as Retry-After says.",
    };

    /// <summary>Whether a request is one for the API.</summary>
    public static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase);

    /// <summary>Puts faults of the API into their form; pages keep theirs.</summary>
    public static void Use(IApplicationBuilder app) => app.UseWhen(IsApi, api =>
    {
        api.UseExceptionHandler();
        api.UseStatusCodePages();
    });

    /// <summary>Says what to do, where the framework says only what is wrong.</summary>
    public static void Configure(ProblemDetailsOptions options) => options.CustomizeProblemDetails = context =>
    {
        var problem = context.ProblemDetails;
        problem.Extensions.Remove("traceId");
        if (problem.Detail is null && problem.Status is { } status && Hints.TryGetValue(status, out var hint))
            problem.Detail = hint;
    };

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!IsApi(httpContext) || httpContext.RequestAborted.IsCancellationRequested)
            return false;
        var (status, detail) = Explain(exception);
        httpContext.Response.StatusCode = status;
        return await problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = new ProblemDetails { Status = status, Detail = detail } });
    }

    private static (int Status, string? Detail) Explain(Exception exception) => exception switch
    {
        // Where the record lies on the disk is nobody's business, least of all of somebody whose key could not be looked up.
        StoreException fault when Status(fault.Fault) == StatusCodes.Status503ServiceUnavailable => (StatusCodes.Status503ServiceUnavailable, RecordFault),
        StoreException fault => (Status(fault.Fault), fault.Message),
        ImageException fault => (StatusCodes.Status422UnprocessableEntity, fault.Message),
        ApiException fault => (fault.Status, fault.Message),
        // More is enrolled than the record can speak for: nobody is let in, and nobody is recognised.
        CalibrationException fault => (StatusCodes.Status409Conflict, fault.Message),
        InputException fault => (StatusCodes.Status422UnprocessableEntity, fault.Message),
        BadHttpRequestException fault => (fault.StatusCode, fault.InnerException is System.Text.Json.JsonException json ? $"The JSON cannot be read{Where(json)}." : null),
        _ => (StatusCodes.Status500InternalServerError, null),
    };

    private static string Where(System.Text.Json.JsonException fault) => fault.Path is { } path ? $" at {path}" : "";

    private static int Status(StoreFault fault) => fault switch
    {
        StoreFault.Invalid => StatusCodes.Status422UnprocessableEntity,
        StoreFault.NotFound => StatusCodes.Status404NotFound,
        StoreFault.Conflict or StoreFault.ConsentMissing => StatusCodes.Status409Conflict,
        StoreFault.DiskFull => StatusCodes.Status507InsufficientStorage,
        _ => StatusCodes.Status503ServiceUnavailable,
    };
}

/// <summary>A request that cannot be answered; the message says what to do.</summary>
internal sealed class ApiException(int status, string message) : Exception(message)
{
    /// <summary>The answer's status.</summary>
    public int Status { get; } = status;
}
