using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Rules;
using AccessKiosk.Storage.Events;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Storage;
using AccessKiosk.Web.Api.Contracts;
using AccessKiosk.Web.Review.Doors;
using AccessKiosk.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AccessKiosk.Web.Api;

/// <summary><c>/api/v1/doors</c> and <c>/api/v1/anti-passback</c>.</summary>
internal static class DoorsApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var doors = api.MapGroup("/doors").WithTags("Doors");
        doors.MapGet("/", (DoorSet set, LaneSet cameras, HoldOpenClock holds) => set.Doors.Select(door => Body(door, cameras, holds)).ToList())
            .WithName("ListDoors").WithSummary("Every door and its state").RequireAuthorization(ApiScopes.Policy(Permissions.ViewEvents));
        doors.MapGet("/{name}", GetAsync)
            .WithName("GetDoor").WithSummary("A door's state").RequireAuthorization(ApiScopes.Policy(Permissions.ViewEvents)).ProducesProblem(404);
        doors.MapPost("/{name}/unlock", UnlockAsync)
            .WithName("UnlockDoor").WithSummary("Unlocks a door once").RequireAuthorization(ApiScopes.Policy(Permissions.ControlDoors)).ProducesProblem(404).ProducesProblem(409);
        doors.MapPut("/{name}/hold", HoldAsync)
            .WithName("HoldDoor").WithSummary("Holds a door open for a time; refused while something stronger has the lock, such as a lockdown")
            .RequireAuthorization(ApiScopes.Policy(Permissions.ControlDoors)).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        doors.MapDelete("/{name}/hold", EndHoldAsync)
            .WithName("EndHold").WithSummary("Ends an operator's or a program's hold: the door follows its schedule again")
            .RequireAuthorization(ApiScopes.Policy(Permissions.ControlDoors)).ProducesProblem(404);
        api.MapPost("/anti-passback/forgive", ForgiveAsync).WithTags("Doors")
            .WithName("ForgiveAntiPassback").WithSummary("Forgets where a person, a group or everybody is recorded to be: the next door lets them in")
            .RequireAuthorization(ApiScopes.Policy(Permissions.ControlDoors)).ProducesProblem(404).ProducesProblem(422);
    }

    private static async Task<DoorBody> GetAsync(
        string name, DoorSet set, LaneSet cameras, HoldOpenClock holds, SiteRules rules, KioskStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        var door = Require(set, name);
        var findings = await RuleFinding.ListAsync(rules.Active, store, rules.Doors, time.GetUtcNow(), cancellationToken);
        return Body(door, cameras, holds) with { RuleWarnings = [.. findings.Where(finding => finding.Door is null || AccessRules.Same(finding.Door, door.Name)).Select(finding => finding.Words)] };
    }

    private static async Task<Results<Ok<UnlockBody>, ProblemHttpResult>> UnlockAsync(string name, DoorSet set, DoorControl control, HttpContext context, CancellationToken cancellationToken)
    {
        var door = Require(set, name);
        var answer = await control.UnlockAsync(door, context.Name(), cancellationToken);
        return answer.Open
            ? TypedResults.Ok(new UnlockBody(true, SnakeCase.Name(answer.Mode), door.IsSimulated))
            : TypedResults.Problem($"The door did not unlock: {DoorFormatter.Of(answer.Mode)}.", statusCode: StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<DoorBody>, ProblemHttpResult>> HoldAsync(
        string name, HoldInput input, DoorSet set, LaneSet cameras, HoldOpenClock holds, DoorControl control, HttpContext context, CancellationToken cancellationToken)
    {
        var door = Require(set, name);
        if (input.Minutes < 1 || input.Minutes > HoldOpenClock.Longest.TotalMinutes)
            throw new ApiException(StatusCodes.Status422UnprocessableEntity, $"The minutes are 1 to {HoldOpenClock.Longest.TotalMinutes:0}.");
        var answer = await control.HoldAsync(door, TimeSpan.FromMinutes(input.Minutes), context.Name(), cancellationToken);
        return answer.Open
            ? TypedResults.Ok(Body(door, cameras, holds))
            : TypedResults.Problem($"The door cannot be held open now: {DoorFormatter.Of(answer.Mode)}. Nothing was changed.", statusCode: StatusCodes.Status409Conflict);
    }

    private static async Task<DoorBody> EndHoldAsync(string name, DoorSet set, LaneSet cameras, HoldOpenClock holds, DoorControl control, HttpContext context, CancellationToken cancellationToken)
    {
        var door = Require(set, name);
        await control.EndHoldAsync(door, context.Name(), cancellationToken);
        return Body(door, cameras, holds);
    }

    private static async Task<ForgivenBody> ForgiveAsync(ForgiveInput input, KioskStore store, DoorControl control, HttpContext context, CancellationToken cancellationToken)
    {
        if (new[] { input.Person is not null, input.Group is not null, input.Everybody }.Count(given => given) != 1)
            throw new ApiException(StatusCodes.Status422UnprocessableEntity, "Give one of person, group and everybody.");
        var person = input.Person is { } id ? PeopleApi.Require(store, id).Id : (PersonId?)null;
        if (input.Group is { } group && !(await store.Groups.ListAsync(cancellationToken)).Any(one => one.Id == group))
            throw new StoreException(StoreFault.NotFound, "There is no such group.");
        return new(await control.ForgiveAsync(new(person, input.Group), context.Name(), cancellationToken));
    }

    private static Door Require(DoorSet set, string name) => set[name] ?? throw new StoreException(StoreFault.NotFound, "There is no such door.");

    private static DoorBody Body(Door door, LaneSet cameras, HoldOpenClock holds)
    {
        var state = door.State;
        return new(
            door.Name, SnakeCase.Name(state.Mode), SnakeCase.Name(state.Leaf), state.IsUnlocked, holds.Until(door.Name), door.IsSimulated,
            [.. cameras.Lanes.Where(lane => lane.Door == door).Select(lane => new CameraBody(lane.Name, lane.Direction.ToString().ToLowerInvariant(), lane.Sees))]);
    }
}
