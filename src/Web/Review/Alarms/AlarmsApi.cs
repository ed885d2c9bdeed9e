using System.ComponentModel;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;
using AccessKiosk.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AccessKiosk.Web.Review.Alarms;

/// <summary><c>/api/v1/alarms</c>: the alarm centre for other programs.</summary>
internal static class AlarmsApi
{
    private const int LongestNote = 500;

    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        var alarms = api.MapGroup("/alarms").RequireAuthorization(ApiScopes.Policy(Permissions.ReviewAlerts)).WithTags("Alarms");
        alarms.MapGet("/", ListAsync).WithName("ListAlarms").WithSummary("Alarms and faults that nobody has acknowledged, alike ones together, newest first");
        alarms.MapGet("/acknowledged", DoneAsync).WithName("ListAcknowledgedAlarms").WithSummary("What was acknowledged, by whom and with which note, newest first");
        alarms.MapPost("/acknowledged", AcknowledgeAsync).WithName("AcknowledgeAlarms")
            .WithSummary("Acknowledges alarms up to those that were seen: what came since stays open").ProducesProblem(409).ProducesProblem(422);
        alarms.MapPost("/reopened", ReopenAsync).WithName("ReopenAlarms").WithSummary("Takes an acknowledgement back").ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IReadOnlyList<AlarmBody>> ListAsync(AlarmCentre centre, DoorSet doors, CancellationToken cancellationToken) =>
        [.. (await centre.OpenAsync(cancellationToken)).Select(bundle => Body(bundle, doors))];

    private static async Task<IReadOnlyList<AcknowledgedBody>> DoneAsync(AlarmCentre centre, CancellationToken cancellationToken) =>
        [.. (await centre.DoneAsync(cancellationToken)).Select(one => new AcknowledgedBody(one.Kind.Code, one.Kind.Door, one.Kind.Camera, one.UpTo, one.Count, one.By, one.At, one.Note))];

    private static async Task<AcknowledgedCountBody> AcknowledgeAsync(AcknowledgeInput input, AlarmCentre centre, HttpContext context, CancellationToken cancellationToken)
    {
        if (input.Alarms.Count == 0)
            throw new StoreException(StoreFault.Invalid, "Name at least one alarm, as GET /alarms lists it.");
        var note = input.Note?.ReplaceLineEndings(" ").Trim() is { Length: > 0 } text ? text : null;
        if (note?.Length > LongestNote)
            throw new StoreException(StoreFault.Invalid, $"The note has {note.Length} characters: {LongestNote} fit.");
        var seen = input.Alarms.GroupBy(one => new AlarmKind(one.Code, one.Door, one.Camera)).ToDictionary(same => same.Key, same => same.Max(one => one.UpTo));
        return new(await centre.AcknowledgeAsync(seen, note, context.User.Identity!.Name!, cancellationToken));
    }

    private static async Task<NoContent> ReopenAsync(SeenAlarm input, AlarmCentre centre, HttpContext context, CancellationToken cancellationToken)
    {
        if (!await centre.UndoAsync(new(input.Code, input.Door, input.Camera), input.UpTo, context.User.Identity!.Name!, cancellationToken))
            throw new StoreException(StoreFault.NotFound, "There is no such acknowledgement.");
        return TypedResults.NoContent();
    }

    private static AlarmBody Body(AlarmBundle bundle, DoorSet doors) => new(
        bundle.Kind.Code, SnakeCase.Name(bundle.Last.Severity), bundle.Kind.Door, bundle.Kind.Camera, bundle.Last.Sequence, bundle.Count, bundle.First.At, bundle.Last.At,
        bundle.IsStanding(doors));
}

internal sealed record AlarmBody(
    string Code, [property: Description("alarm or fault.")] string Severity, string? Door, string? Camera,
    [property: Description("The newest of them, by its place in the record.")] long UpTo, [property: Description("How many.")] int Count, DateTimeOffset First, DateTimeOffset Last,
    [property: Description("Whether it goes on at the door now.")] bool Standing);

internal sealed record SeenAlarm(string Code, string? Door = null, string? Camera = null, [property: Description("The newest that was seen, as GET /alarms gave it.")] long UpTo = 0);

internal sealed record AcknowledgeInput(IReadOnlyList<SeenAlarm> Alarms, [property: Description("What was found, 500 characters at most.")] string? Note = null);

internal sealed record AcknowledgedCountBody([property: Description("How many alarms; 0 where none of them was open.")] int Acknowledged);

internal sealed record AcknowledgedBody(string Code, string? Door, string? Camera, long UpTo, int Count, string By, DateTimeOffset At, string? Note);
