using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace AccessKiosk.Web.Security;

/// <summary>What an operator may do; every route asks for one of these, or says that it is open to all.</summary>
internal static class Permissions
{
    /// <summary>See events and the doors' state.</summary>
    public const string ViewEvents = "view-events";

    /// <summary>See who stands at the doors now: the cameras' live pictures. No API key has it.</summary>
    public const string ViewLive = "view-live";

    /// <summary>See and change people, enrol.</summary>
    public const string ManagePeople = "manage-people";

    /// <summary>See suspected attacks with their pictures, and judge them.</summary>
    public const string ReviewAlerts = "review-alerts";

    /// <summary>Unlock, hold open, lock down.</summary>
    public const string ControlDoors = "control-doors";

    /// <summary>Mark people safe in a muster, and end it.</summary>
    public const string MarkSafe = "mark-safe";

    /// <summary>Everything else: doors, rules, operators, retention, calibration, health.</summary>
    public const string ManageSystem = "manage-system";

    /// <summary>One's own password and second factor.</summary>
    public const string OwnAccount = "own-account";

    private static readonly Dictionary<string, string[]> Holders = new(StringComparer.Ordinal)
    {
        [ViewEvents] = [Roles.Viewer, Roles.Reviewer, Roles.Enroller, Roles.Admin],
        [ViewLive] = [Roles.Reviewer, Roles.Admin],
        [ManagePeople] = [Roles.Enroller, Roles.Admin],
        [ReviewAlerts] = [Roles.Reviewer, Roles.Admin],
        [ControlDoors] = [Roles.Reviewer, Roles.Admin],
        [MarkSafe] = [Roles.Reviewer, Roles.Admin],
        [ManageSystem] = [Roles.Admin],
        [OwnAccount] = Roles.All,
    };

    /// <summary>Every policy that a route may ask for: the permissions, and the API's scopes.</summary>
    public static IReadOnlyCollection<string> All { get; } = [.. Holders.Keys, .. ApiScopes.Policies];

    /// <summary>Whether a role has a permission.</summary>
    public static bool Allows(string role, string permission) => Holders.TryGetValue(permission, out var holders) && holders.Contains(role, StringComparer.Ordinal);

    /// <summary>Whether somebody who is signed in has a permission.</summary>
    public static bool Allows(ClaimsPrincipal user, string permission) => Roles.All.Any(role => user.IsInRole(role) && Allows(role, permission));

    /// <summary>One policy per permission; a client that is not signed in gets nothing by default.</summary>
    public static void Configure(AuthorizationOptions options)
    {
        foreach (var (permission, roles) in Holders)
            options.AddPolicy(permission, policy => policy.RequireAuthenticatedUser().RequireRole(roles));
        ApiScopes.Configure(options);
        options.FallbackPolicy = options.DefaultPolicy;
    }
}
