namespace AccessKiosk.Web.Setup;

/// <summary>One step of setting up.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Words">Why, or what is missing.</param>
/// <param name="IsDone">Whether it is done.</param>
/// <param name="Address">The page that does it; null where it is done elsewhere, as the words say.</param>
internal sealed record SetupStep(string Title, string Words, bool IsDone, string? Address);
