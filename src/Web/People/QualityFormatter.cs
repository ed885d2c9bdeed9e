namespace AccessKiosk.Web.People;

/// <summary>A capture's quality in a word.</summary>
internal static class QualityFormatter
{
    /// <summary>The word for a weight between 0 and 1.</summary>
    public static string Of(float quality) => quality switch
    {
        >= 0.6f => "very good",
        >= 0.4f => "good",
        >= 0.2f => "fair",
        _ => "just enough",
    };
}
