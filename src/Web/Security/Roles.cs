
namespace AccessKiosk.Web.Security;

/// <summary>The roles of operators.</summary>
internal static class Roles
{
    /// <summary>Everything.</summary>
    public const string Admin = "admin";

    /// <summary>Enrols and manages people.</summary>
    public const string Enroller = "enroller";

    /// <summary>Security staff: alerts, events, door control.</summary>
    public const string Reviewer = "reviewer";

    /// <summary>Looks at events.</summary>
    public const string Viewer = "viewer";

    /// <summary>Every role, the mightiest first.</summary>
    public static string[] All { get; } = [Admin, Enroller, Reviewer, Viewer];
}
