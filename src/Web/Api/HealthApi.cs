using AccessKiosk.Access.Health;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Web.Api.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Web.Api;

/// <summary><c>/api/v1/health</c>: open to all, and therefore says nothing but yes or no, and whether locks move at all.</summary>
internal static class HealthApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var health = api.MapGroup("/health").AllowAnonymous().WithTags("Health");
        health.MapGet("/live", (DoorSet doors) => Body("live", doors)).WithName("IsLive").WithSummary("Whether the program runs");
        health.MapGet("/ready", ReadyAsync).WithName("IsReady").WithSummary("Whether people can be let in: every camera sees, every service runs and the store answers").ProducesProblem(503);
    }

    private static async Task<Results<Ok<HealthBody>, ProblemHttpResult>> ReadyAsync(HealthCheckService checks, DoorSet doors, CancellationToken cancellationToken) =>
        // What is wrong is for those who may sign in.
        (await checks.CheckHealthAsync(check => check.Tags.Contains(HealthChecks.Ready), cancellationToken)).Status is HealthStatus.Unhealthy
            ? TypedResults.Problem("The kiosk lets nobody in at the moment.", statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Ok(Body("ready", doors));

    private static HealthBody Body(string status, DoorSet doors) => new(status, doors.Simulated.Count > 0);
}
