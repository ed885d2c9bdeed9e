using AccessKiosk.Enrollment.Calibration;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Kiosk.Recognition;

namespace AccessKiosk.Kiosk.Health;

/// <summary>Whether there is a calibration record for the embedder, and what threshold it gives.</summary>
internal static class CalibrationCheck
{
    public static CheckResult Run(KioskOptions options)
    {
        try
        {
            var points = OperatingPoints.Load(options);
            var (record, one) = (points.Record, points.For(1));
            var found = $"{record.Data.Description}, {record.CreatedAt:yyyy-MM-dd}: threshold {one.Threshold:0.000} for one person enrolled, {points.For(1000).Threshold:0.000} for 1,000, at FPIR {options.Recognition.MaxFpir:0.###%}";
            return record.Origin is CalibrationOrigin.Site
                ? CheckResult.Ok("calibration", found)
                : CheckResult.Warn("calibration", found, "Public data, not this camera: run ./kiosk calibrate --images DIR with pictures from this site.");
        }
        catch (Exception fault) when (fault is CalibrationException or ForeignModelException)
        {
            return CheckResult.Fail("calibration", fault.Message, "Run ./kiosk calibrate --images DIR.");
        }
    }
}
