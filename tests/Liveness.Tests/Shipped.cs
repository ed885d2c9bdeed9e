using AccessKiosk.Liveness.Fusion;

namespace AccessKiosk.Liveness.Tests;

/// <summary>What ships with the program.</summary>
internal static class Shipped
{
    public static LivenessCalibration Calibration { get; } =
        LivenessCalibration.Read(Path.Combine(AppContext.BaseDirectory, "calibration", "liveness.json"));
}
