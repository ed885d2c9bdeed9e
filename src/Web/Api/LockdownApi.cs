using AccessKiosk.Access.Doors;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Web.Api.Contracts;
using AccessKiosk.Web.Review.Doors;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Api;

/// <summary><c>/api/v1/lockdown</c>: there is one of all doors, or none.</summary>
internal static class LockdownApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var lockdown = api.MapGroup("/lockdown").WithTags("Doors");
        lockdown.MapGet("/", (Lockdown now, DoorSet doors) => Body(now, doors))
            .WithName("GetLockdown").WithSummary("Whether every door is locked down").RequireAuthorization(ApiScopes.Policy(Permissions.ViewEvents));
        lockdown.MapPut("/", BeginAsync).WithName("BeginLockdown").WithSummary("Locks every door down, until it is ended, also over a restart")
            .RequireAuthorization(ApiScopes.Policy(Permissions.ControlDoors)).ProducesProblem(503).ProducesProblem(507);
        lockdown.MapDelete("/", EndAsync).WithName("EndLockdown").WithSummary("Ends the lockdown: every door follows its rules again")
            .RequireAuthorization(ApiScopes.Policy(Permissions.ControlDoors)).ProducesProblem(503).ProducesProblem(507);
    }

    private static LockdownBody Body(Lockdown now, DoorSet doors) =>
        new(now.IsOn, [.. doors.Doors.Where(door => now.IsOn && door.State.Has(DoorConditions.HoldOpen)).Select(door => door.Name)]);

    private static async Task<LockdownBody> BeginAsync(Lockdown now, DoorSet doors, DoorControl control, HttpContext context)
    {
        // A caller that hangs up has asked for it all the same.
        await control.LockDownAsync(context.Name(), CancellationToken.None);
        return Body(now, doors);
    }

    private static async Task<LockdownBody> EndAsync(Lockdown now, DoorSet doors, DoorControl control, HttpContext context)
    {
        await control.EndLockdownAsync(context.Name());
        return Body(now, doors);
    }
}
