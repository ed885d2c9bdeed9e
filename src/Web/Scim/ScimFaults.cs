using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccessKiosk.Storage;

namespace AccessKiosk.Web.Scim;

/// <summary>Every fault under <c>/scim</c> as RFC 7644, 3.12 writes it; what is unexpected says nothing of its inside.</summary>
internal static partial class ScimFaults
{
    private const string Path = "/scim";

    private static readonly Dictionary<int, string> Hints = new()
    {
        [StatusCodes.Status401Unauthorized] = "Send a valid key: Authorization: Bearer ak_…",
        [StatusCodes.Status403Forbidden] = "The key lacks the scope directory.",
        [StatusCodes.Status404NotFound] = "There is nothing at this address.",
        [StatusCodes.Status405MethodNotAllowed] = "This address does not take this method.",
        [StatusCodes.Status413PayloadTooLarge] = "The body is too large.",
        [StatusCodes.Status429TooManyRequests] = "Too many requests: wait as Retry-After says.",
    };

    /// <summary>Whether a request is one of a directory.</summary>
    public static bool IsScim(HttpContext context) => context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase);

    /// <summary>Puts faults into their form.</summary>
    public static void Use(IApplicationBuilder app) => app.UseWhen(IsScim, scim => scim.Use(AnswerAsync));

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        (int Status, string? Detail, string? Type)? fault = null;
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            fault = Explain(exception);
            if (fault.Value.Status == StatusCodes.Status500InternalServerError)
                LogUnexpected(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ScimFaults)), exception);
        }

        if (fault is null && (context.Response.HasStarted || context.Response.StatusCode < StatusCodes.Status400BadRequest))
            return;
        var (status, detail, type) = fault ?? (context.Response.StatusCode, null, null);
        var body = new JsonObject
        {
            ["schemas"] = new JsonArray(ScimSchemas.Error), ["status"] = status.ToString(CultureInfo.InvariantCulture), ["detail"] = detail ?? Hints.GetValueOrDefault(status),
        };
        if (type is not null)
            body["scimType"] = type;
        context.Response.StatusCode = status;
        context.Response.ContentType = ScimSchemas.MediaType;
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body), context.RequestAborted);
    }

    private static (int Status, string? Detail, string? Type) Explain(Exception exception) => exception switch
    {
        ScimException fault => (fault.Status, fault.Message, fault.Type),
        StoreException { Fault: StoreFault.Invalid } fault => (StatusCodes.Status400BadRequest, fault.Message, "invalidValue"),
        StoreException { Fault: StoreFault.NotFound } fault => (StatusCodes.Status404NotFound, fault.Message, null),
        StoreException { Fault: StoreFault.Conflict } fault => (StatusCodes.Status409Conflict, fault.Message, "uniqueness"),
        StoreException { Fault: StoreFault.DiskFull } fault => (StatusCodes.Status507InsufficientStorage, fault.Message, null),
        // Where the record lies on the disk is nobody's business.
        StoreException => (StatusCodes.Status503ServiceUnavailable, "The record cannot be used now: nothing was done. Try again in a while.", null),
        BadHttpRequestException fault => (fault.StatusCode, null, null),
        _ => (StatusCodes.Status500InternalServerError, null, null),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "A request of a directory failed")]
    private static partial void LogUnexpected(ILogger logger, Exception fault);
}

/// <summary>A request of a directory that cannot be answered; the message says what to do.</summary>
internal sealed class ScimException(int status, string message, string? type = null) : Exception(message)
{
    /// <summary>The answer's status.</summary>
    public int Status { get; } = status;

    /// <summary>The keyword of RFC 7644, table 9; null where there is none.</summary>
    public string? Type { get; } = type;

    /// <summary>A request of which something cannot be taken.</summary>
    public static ScimException Bad(string type, string message) => new(StatusCodes.Status400BadRequest, message, type);

    /// <summary>A value that cannot be taken.</summary>
    public static ScimException Value(string message) => Bad("invalidValue", message);
}
