using AccessKiosk.Access.Lanes;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Storage;
using AccessKiosk.Web.Screen.Displays;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Screen;

/// <summary>What the screen of a camera asks of the kiosk; open to this machine's display, and to paired ones.</summary>
internal static class ScreenRoutes
{
    private const int MostDigits = 32;

    // How soon a display that staff revoke goes dark.
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    /// <summary>Maps them.</summary>
    public static void Map(WebApplication app)
    {
        var screen = app.MapGroup("/screen/{camera}").AllowAnonymous().AddEndpointFilter(FromOwnPage).AddEndpointFilter(FromDisplay);
        screen.MapGet("/socket", SocketAsync);
        screen.MapPost("/pin", (string camera, PinEntry typed, LaneSet cameras, HttpContext context) =>
            Answer(cameras[camera], typed.Pin, "0", desk => desk.EnterAsync(typed.Pin!, context.RequestAborted))).RequireRateLimiting(Limits.Pin);
        screen.MapPost("/badge", (string camera, BadgeEntry typed, LaneSet cameras, PairedDisplays displays, HttpContext context) =>
            Answer(cameras[camera], typed.Pin, typed.Number, async desk =>
                await desk.BadgeAsync(typed.Number!, typed.Pin!, await displays.IdAsync(context, camera, context.RequestAborted), context.RequestAborted))).RequireRateLimiting(Limits.Pin);
    }

    private static async Task<IResult> SocketAsync(
        string camera, HttpContext context, LaneSet cameras, EnrolledPopulation population, PairedDisplays displays, OpenScreens screens, ConnectionGuard guard, IHostApplicationLifetime lifetime, WebOptions options, TimeProvider time)
    {
        if (cameras[camera] is not { View: var view, Gate: var gate })
            return NoCamera();
        if (!context.WebSockets.IsWebSocketRequest)
            return Results.Problem("This address speaks WebSocket only.", statusCode: StatusCodes.Status400BadRequest);
        var display = await displays.IdAsync(context, camera, context.RequestAborted);
        if (display is null && !context.IsLocal())
            return NotPaired();
        using var place = screens.TryOpen(display);
        if (place is null)
            return Results.Problem("Too many screens are open already.", statusCode: StatusCodes.Status503ServiceUnavailable);
        guard.Trust(context);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.FromSeconds(10), KeepAliveTimeout = TimeSpan.FromSeconds(10) });
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var watching = display is null ? Task.CompletedTask : EndWhenRevokedAsync(context, camera, displays, time, end);
        await new ScreenSocket(
            socket, view,
            () => ScreenState.Of(view.Moment, time.GetUtcNow(), gate.Awaited is not null, gate.AllowsPinOnly, options.Screen, population.NameOf) with { Look = options.Screen.Look },
            time).RunAsync(end.Token);
        await end.CancelAsync();
        await watching;
        return Results.Empty;
    }

    private static async Task EndWhenRevokedAsync(HttpContext context, string camera, PairedDisplays displays, TimeProvider time, CancellationTokenSource end)
    {
        try
        {
            do
                await Task.Delay(AskAgain, time, end.Token);
            while (await displays.FindAsync(context, camera, end.Token) is not null);
            await end.CancelAsync();
        }
        catch (Exception over) when (over is OperationCanceledException or StoreException)
        {
            // The screen has gone; or the store cannot be asked, and the next request is.
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

    private static async ValueTask<object?> FromDisplay(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var camera = http.GetRouteValue("camera")?.ToString() ?? "";
        return await http.RequestServices.GetRequiredService<PairedDisplays>().MayShowAsync(http, camera, http.RequestAborted)
            ? await next(context)
            : NotPaired();
    }

    private static IResult NotPaired() =>
        Results.Problem("The screen is shown by the kiosk's own display, and by displays that are paired with it.", statusCode: StatusCodes.Status403Forbidden);

    private sealed record PinEntry(string? Pin);

    private sealed record BadgeEntry(string? Number, string? Pin);
}
