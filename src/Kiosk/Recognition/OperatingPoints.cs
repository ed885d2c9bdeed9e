using AccessKiosk.Kiosk.Configuration;

namespace AccessKiosk.Kiosk.Recognition;

/// <summary>Operating points of the calibration record in force.</summary>
internal sealed class OperatingPoints : IOperatingPoints
{
    public static OperatingPoints Load(KioskOptions options) => new();

    public float Threshold(int people) => 0.45f;

    public float MinAgreement => 0.22f;
}
