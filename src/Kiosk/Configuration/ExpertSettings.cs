namespace AccessKiosk.Kiosk.Configuration;

/// <summary>Settings that the reference lists apart: tuning constants, which a site has no reason to change.</summary>
internal static class ExpertSettings
{
    // A whole section, or one key of a section whose other keys are for everybody.
    private static readonly HashSet<string> Paths = new(StringComparer.Ordinal)
    {
        "Camera:Loop", "Camera:Speed", "Camera:OpenTimeout", "Camera:StallTimeout", "Camera:SlowBelow",
        "Inference:Device", "Inference:Threads", "Inference:Models",
        "Detection", "Tracking",
        "Quality:MinInside", "Quality:MinSharpness", "Quality:MinBrightness", "Quality:MaxBrightness", "Quality:MinContrast",
        "Quality:MaxYaw", "Quality:MaxPitch", "Quality:MaxRoll", "Quality:MinEyeOpenness", "Quality:MaxMisfit",
        "Recognition:MinFrames", "Recognition:MinMargin", "Recognition:TimeLimit", "Recognition:RetryAfter", "Recognition:AmbiguousSize",
        "Liveness:MinSeconds", "Liveness:UnknownBackgroundSeconds", "Liveness:ChallengeAfter", "Liveness:AttackSeconds",
        "Liveness:Challenge:MaxLuck", "Liveness:Challenge:ActionSeconds", "Liveness:Challenge:TurnDegrees", "Liveness:Challenge:LiftDegrees",
        "Liveness:Challenge:StraightDegrees",
        "Enrollment:Spacing", "Enrollment:Background", "Enrollment:MaxPictures", "Enrollment:Hold", "Enrollment:Frontal", "Enrollment:FrontalPitch",
        "Enrollment:MinYaw", "Enrollment:MaxYaw", "Enrollment:MinPitch", "Enrollment:MaxPitch",
        "Enrollment:Renewal:Margin", "Enrollment:Renewal:MinLiveness", "Enrollment:Renewal:MinFrames", "Enrollment:Renewal:MinQuality",
        "Enrollment:Renewal:MaxRenewed", "Enrollment:Renewal:MaxPerMonth",
        "Store:DatabaseFile", "Store:KeyStoreFile", "Store:BusyTimeout",
        "Gpio:Lines:{name}:Debounce",
        "Doors:{name}:RexTime", "Doors:{name}:RexLimit", "Doors:{name}:ForcedGrace",
    };

    /// <summary>Every entry, for the test that holds them to the settings there are.</summary>
    public static IEnumerable<string> All => Paths;

    /// <summary>Whether a setting is one of them.</summary>
    public static bool Contains(Setting setting) => Paths.Contains(setting.Path) || Paths.Contains(setting.Path.Split(':')[0]);
}
