using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Web.Operators;

namespace AccessKiosk.Web.People.Guided;

/// <summary>
/// <c>/admin/enrol/{session}/socket</c>: pictures (JPEG) and progress (JSON) to the page, the operator's words back.
/// The enrolment lives as long as this connection.
/// </summary>
internal static class EnrollmentSocket
{
    private const int LongestMessage = 512;
    private const string SignedOut = "You are not signed in any more. Nothing was kept.";
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(1);

    // How soon an operator who was signed out elsewhere, or shut out, sees no picture any more.
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(2);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Serves one connection.</summary>
    public static async Task RunAsync(Guid session, HttpContext context, EnrollmentService desk, KioskStore store, OperatorSession operators, TimeProvider time)
    {
        if (!context.WebSockets.IsWebSocketRequest || !IsFromHere(context))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (desk.Find(session, context.User.Identity!.Name!) is not { News.Phase: VisitPhase.Waiting } visit)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        // A page that is gone without a word is noticed within seconds.
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.FromSeconds(4), KeepAliveTimeout = TimeSpan.FromSeconds(8) });
        using var left = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        try
        {
            await Task.Run(visit.Begin, left.Token);
            Task<bool> IsStillAllowed() => operators.IsGoodAsync(context.User, left.Token);
            var listening = ListenAsync(socket, visit, IsStillAllowed, left);
            await ShowAsync(socket, visit, IsStillAllowed, time, left.Token);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, left.Token);
            await listening;
        }
        catch (Exception fault) when (fault is OperationCanceledException or WebSocketException)
        {
            // The page was left.
        }
        finally
        {
            visit.End("The page was left. Nothing was kept.");
            await left.CancelAsync();
            if (visit.WasAttack)
                await store.Audit.AppendAsync(visit.Plan.By, "enrolment.attack-refused", visit.Plan.Known?.Id.ToString(), cancellationToken: CancellationToken.None);
        }
    }

    // Cookies come along from everywhere in old browsers; the origin does not lie.
    private static bool IsFromHere(HttpContext context) =>
        Uri.TryCreate(context.Request.Headers.Origin, UriKind.Absolute, out var origin) && origin.Authority == context.Request.Host.Value;

    private static async Task ShowAsync(WebSocket socket, EnrollmentWorkflow visit, Func<Task<bool>> isStillAllowed, TimeProvider time, CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        var view = visit.Plan.Lane.View;
        using var watching = view.Watch();
        var (version, picture) = (-1L, 0L);
        while (true)
        {
            var (anotherPicture, more) = (view.Changed, visit.Changed);
            visit.Check();
            if (time.GetElapsedTime(asked) >= AskAgain)
            {
                if (!await isStillAllowed())
                    visit.End(SignedOut);
                asked = time.GetTimestamp();
            }

            var news = visit.News;
            if (news.Version != version)
            {
                version = news.Version;
                await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(news, Json), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            }

            if (visit.IsOver && news == visit.News)
                return;
            if (news.Phase is VisitPhase.Capturing && view.Picture(ref picture) is { } jpeg)
                await socket.SendAsync(jpeg, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
            await Task.WhenAny(news.Phase is VisitPhase.Capturing ? anotherPicture : more, more, Task.Delay(Pulse, cancellationToken));
        }
    }

    private static async Task ListenAsync(WebSocket socket, EnrollmentWorkflow visit, Func<Task<bool>> isStillAllowed, CancellationTokenSource left)
    {
        var buffer = new byte[LongestMessage];
        try
        {
            while (true)
            {
                var message = await socket.ReceiveAsync(buffer.AsMemory(), left.Token);
                if (message.MessageType is not WebSocketMessageType.Text || !message.EndOfMessage)
                    return;
                await DoAsync(visit, isStillAllowed, Parse(buffer.AsSpan(0, message.Count)));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or WebSocketException)
        {
            // The page was left.
        }
        finally
        {
            await left.CancelAsync();
        }
    }

    private static async Task DoAsync(EnrollmentWorkflow visit, Func<Task<bool>> isStillAllowed, Words words)
    {
        // The connection outlives the session: an operator who was locked out meanwhile stores nobody.
        if (words.Do is "save" or "another" or "same" && !await isStillAllowed())
        {
            visit.End(SignedOut);
            return;
        }

        switch (words.Do)
        {
            case "take":
                visit.TakeNext();
                break;
            case "save":
                await visit.StoreAsync(isAnother: false);
                break;
            case "another":
                await visit.StoreAsync(isAnother: true);
                break;
            case "same" when Guid.TryParse(words.Person, out var person):
                await visit.StoreForAsync(new PersonId(person));
                break;
            case "cancel":
                visit.End("Cancelled. Nothing was kept.");
                break;
        }
    }

    private static Words Parse(ReadOnlySpan<byte> message)
    {
        try
        {
            return JsonSerializer.Deserialize<Words>(message, Json) ?? new(null, null);
        }
        catch (JsonException)
        {
            return new(null, null);
        }
    }

    private sealed record Words(string? Do, string? Person);
}
