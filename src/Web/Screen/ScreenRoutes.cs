using AccessKiosk.Access.Lanes;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Screen;

/// <summary>What the screen of a camera asks of the kiosk; open to this machine's display alone.</summary>
internal static class ScreenRoutes
{
    private const int MostScreens = 16;
    private const int MostDigits = 32;
    private static int _screens;

    /// <summary>Maps them.</summary>
    public static void Map(WebApplication app)
    {
        var screen = app.MapGroup("/screen/{camera}").AllowAnonymous().AddEndpointFilter(LocalOnly.Guard).AddEndpointFilter(FromOwnPage);
        screen.MapGet("/socket", SocketAsync);
        screen.MapPost("/pin", (string camera, PinEntry typed, LaneSet cameras, HttpContext context) =>
            Answer(cameras[camera], typed.Pin, "0", desk => desk.EnterAsync(typed.Pin!, context.RequestAborted))).RequireRateLimiting(Limits.Pin);
        screen.MapPost("/badge", (string camera, BadgeEntry typed, LaneSet cameras, HttpContext context) =>
            Answer(cameras[camera], typed.Pin, typed.Number, desk => desk.BadgeAsync(typed.Number!, typed.Pin!, context.RequestAborted))).RequireRateLimiting(Limits.Pin);
    }

    private static async Task<IResult> SocketAsync(
        string camera, HttpContext context, LaneSet cameras, EnrolledPopulation population, IHostApplicationLifetime lifetime, WebOptions options, TimeProvider time)
    {
        if (cameras[camera] is not { View: var view, Gate: var gate })
            return NoCamera();
        if (!context.WebSockets.IsWebSocketRequest)
            return Results.Problem("This address speaks WebSocket only.", statusCode: StatusCodes.Status400BadRequest);
        try
        {
            if (Interlocked.Increment(ref _screens) > MostScreens)
                return Results.Problem($"{MostScreens} screens are open already.", statusCode: StatusCodes.Status503ServiceUnavailable);
            using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.FromSeconds(10), KeepAliveTimeout = TimeSpan.FromSeconds(10) });
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
            await new ScreenSocket(
                socket, view,
                () => ScreenState.Of(view.Moment, time.GetUtcNow(), gate.Awaited is not null, gate.AllowsPinOnly, options.Screen, population.NameOf),
                time).RunAsync(end.Token);
            return Results.Empty;
        }
        finally
        {
            Interlocked.Decrement(ref _screens);
        }
    }

    private static IResult NoCamera() => Results.Problem("There is no such camera.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<IResult> Answer(Lane? lane, string? pin, string? number, Func<PinService, Task<PinResult>> ask)
    {
        if (lane is null)
            return NoCamera();
        if (!IsDigits(pin) || !IsDigits(number))
            return Results.Problem("Digits are required.", statusCode: StatusCodes.Status400BadRequest);
        return Results.Json(new { result = (await ask(lane.Pins)).ToString().ToLowerInvariant() });
    }

    private static bool IsDigits(string? text) => text is { Length: > 0 and <= MostDigits } && !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    // Another site's page in the same browser must neither watch nor type.
    private static ValueTask<object?> FromOwnPage(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var origin = request.Headers.Origin.ToString();
        var isOwn = origin.Length == 0 || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
        return isOwn ? next(context) : ValueTask.FromResult<object?>(Results.Problem("The screen's own page asks here.", statusCode: StatusCodes.Status403Forbidden));
    }

    private sealed record PinEntry(string? Pin);

    private sealed record BadgeEntry(string? Number, string? Pin);
}
