using AccessKiosk.Access.Doors;
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
        lockdown.MapGet("/", (Lockdown now) => new LockdownBody(now.IsOn))
            .WithName("GetLockdown").WithSummary("Whether every door is locked down").RequireAuthorization(ApiScopes.Policy(Permissions.ViewEvents));
        lockdown.MapPut("/", BeginAsync).WithName("BeginLockdown").WithSummary("Locks every door down, until it is ended, also over a restart")
            .RequireAuthorization(ApiScopes.Policy(Permissions.ControlDoors)).ProducesProblem(503).ProducesProblem(507);
        lockdown.MapDelete("/", EndAsync).WithName("EndLockdown").WithSummary("Ends the lockdown: every door follows its rules again")
            .RequireAuthorization(ApiScopes.Policy(Permissions.ControlDoors)).ProducesProblem(503).ProducesProblem(507);
    }

    private static async Task<LockdownBody> BeginAsync(Lockdown now, DoorControl control, HttpContext context)
    {
        // A caller that hangs up has asked for it all the same.
        await control.LockDownAsync(context.Name(), CancellationToken.None);
        return new(now.IsOn);
    }

    private static async Task<LockdownBody> EndAsync(Lockdown now, DoorControl control, HttpContext context, CancellationToken cancellationToken)
    {
        await control.EndLockdownAsync(context.Name(), cancellationToken);
        return new(now.IsOn);
    }
}
