namespace AccessKiosk.Enrollment.Thresholds;

/// <summary>Where calibration records are: the configured path, else the one that ships beside the program.</summary>
public static class CalibrationFiles
{
    /// <summary>What to do when the recognition record is missing or unusable.</summary>
    public const string HowToMake = "Make one with ./kiosk calibrate --images DIR: it is kept in the store.";

    public static string Of(string configured, string shipped) =>
        configured.Length > 0 ? configured : Path.Combine(AppContext.BaseDirectory, "calibration", shipped + ".json");
}
