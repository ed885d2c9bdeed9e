using AccessKiosk.Enrollment.Calibration;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Kiosk.Recognition;
using AccessKiosk.Liveness.Fusion;

namespace AccessKiosk.Kiosk.Health;

/// <summary>Whether there are calibration records for the embedder and for liveness, and what threshold follows.</summary>
internal static class CalibrationCheck
{
    public static IEnumerable<CheckResult> Run(KioskOptions options) => [Recognition(options), Liveness(options)];

    private static CheckResult Recognition(KioskOptions options)
    {
        try
        {
            var points = OperatingPoints.Load(options);
            var (record, one) = (points.Record, points.For(1));
            var found = $"{record.Data.Description}, {record.CreatedAt:yyyy-MM-dd}: threshold {one.Threshold:0.000} for one person enrolled, {points.For(1000).Threshold:0.000} for 1,000, at FPIR {options.Recognition.MaxFpir:0.###%}";
            return record.Origin is CalibrationOrigin.Site
                ? CheckResult.Ok("calibration", found)
                : CheckResult.Warn("calibration", found, $"Public data, not this site's camera. {CalibrationFiles.HowToMake}");
        }
        catch (CalibrationException fault)
        {
            return CheckResult.Fail("calibration", fault.Message.Replace(CalibrationFiles.HowToMake, "", StringComparison.Ordinal).TrimEnd(), CalibrationFiles.HowToMake);
        }
    }

    private static CheckResult Liveness(KioskOptions options)
    {
        try
        {
            return CheckResult.Ok("liveness calibration", LivenessCalibration.Read(CalibrationFiles.Of(options.Liveness.Calibration, "liveness")).Data);
        }
        catch (LivenessCalibrationException fault)
        {
            return CheckResult.Fail("liveness calibration", fault.Message, "Set Liveness:Calibration to a record for this build, or leave it empty for the one that ships.");
        }
    }
}
