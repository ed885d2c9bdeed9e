using AccessKiosk.Enrollment.Calibration;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Liveness.Fusion;

namespace AccessKiosk.Kiosk.Health;

/// <summary>Whether there are calibration records for the embedder and for liveness, and what threshold follows.</summary>
internal static class CalibrationCheck
{
    /// <summary>Checks both.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="points">What the store's record gives; null to load what the options name.</param>
    /// <param name="references">References enrolled.</param>
    public static IEnumerable<CheckResult> Run(KioskOptions options, ActiveCalibration? points, int references) =>
        [Recognition(options, points, Math.Max(1, references)), Liveness(options)];

    private static CheckResult Recognition(KioskOptions options, ActiveCalibration? points, int references)
    {
        try
        {
            points ??= ActiveCalibration.Load(options.Recognition.Thresholds);
            var record = points.Record;
            // Now, and with room to grow.
            var (now, later) = (points.For(references), points.For(Math.Max(1000, 10 * references)));
            var found = $"{record.Data.Description}, {record.CreatedAt:yyyy-MM-dd}: threshold {now.Threshold:0.000} for {now.GallerySize:N0} {(references == 1 ? "reference" : "references")}, {later.Threshold:0.000} for {later.GallerySize:N0}, at FPIR {options.Recognition.MaxFpir:0.###%}";
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
