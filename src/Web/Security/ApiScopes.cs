using AccessKiosk.Web.Api;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;

namespace AccessKiosk.Web.Security;

/// <summary>What an API key may do: the operators' permissions, and three that only programs need.</summary>
internal static class ApiScopes
{
    /// <summary>Send pictures to detect, identify and verify.</summary>
    public const string Recognise = "recognise";

    /// <summary>Read the metrics.</summary>
    public const string ReadMetrics = "read-metrics";

    /// <summary>Say who works here and in which groups, as a directory does.</summary>
    public const string Directory = "directory";

    private const string ScreenPrefix = "screen:";

    /// <summary>The claim that carries a scope.</summary>
    public const string Claim = "scope";

    /// <summary>The policy of what every key and every operator may read.</summary>
    public const string AnyPolicy = "api:any";

    /// <summary>Every scope and what it allows, in words.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Permissions.ViewEvents] = "Read events and the doors' state",
        [Permissions.ManagePeople] = "Read, change, import and erase people and their references",
        [Recognise] = "Send pictures: detect, identify, verify",
        [Permissions.ReviewAlerts] = "Read alerts with their pictures and judge them, read and acknowledge alarms",
        [Permissions.ControlDoors] = "Unlock doors, begin and end a lockdown",
        [Permissions.ManageSystem] = "Manage webhooks",
        [ReadMetrics] = "Read metrics",
        [Directory] = "Directory (SCIM): add, change and suspend people and groups; sees no faces and erases nobody",
    };

    /// <summary>What a paired display's key is for: the screen of one camera, and nothing of the API.</summary>
    public static string Screen(string camera) => ScreenPrefix + Uri.EscapeDataString(camera);

    /// <summary>Whether a key is a paired display's.</summary>
    public static bool IsScreen(IReadOnlyList<string> scopes) => scopes.Any(scope => scope.StartsWith(ScreenPrefix, StringComparison.Ordinal));

    /// <summary>The camera of a paired display's key.</summary>
    public static string CameraOf(IReadOnlyList<string> scopes) => Uri.UnescapeDataString(scopes[0][ScreenPrefix.Length..]);

    /// <summary>The policies of the API's routes.</summary>
    public static IEnumerable<string> Policies => [AnyPolicy, .. All.Keys.Select(Policy)];

    /// <summary>The policy that asks for a key with a scope.</summary>
    public static string Policy(string scope) => $"api:{scope}";

    /// <summary>Adds the policies: an API key alone counts, never a cookie.</summary>
    public static void Configure(AuthorizationOptions options)
    {
        foreach (var scope in All.Keys)
            options.AddPolicy(Policy(scope), policy => policy.AddAuthenticationSchemes(ApiKeyHandler.Scheme).RequireAuthenticatedUser().RequireClaim(Claim, scope));
        options.AddPolicy(AnyPolicy, policy => policy.AddAuthenticationSchemes(CookieAuthenticationDefaults.AuthenticationScheme, ApiKeyHandler.Scheme).RequireAuthenticatedUser());
    }
}
