namespace AccessKiosk.Web;

/// <summary>What this kiosk is for.</summary>
/// <param name="IsDemonstration">Whether it plays a demonstration, where simulated doors are as they should be.</param>
public sealed record SiteKind(bool IsDemonstration);
