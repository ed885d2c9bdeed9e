namespace AccessKiosk.Kiosk.Configuration;

/// <summary>Where calibration records are: the configured path, else the one that ships beside the program.</summary>
internal static class CalibrationFiles
{
    public static string Of(string configured, string shipped) =>
        configured.Length > 0 ? configured : Path.Combine(AppContext.BaseDirectory, "calibration", shipped + ".json");
}
