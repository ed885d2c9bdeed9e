using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.OperatingPoints;

namespace AccessKiosk.Enrollment.Calibration.Report;

/// <summary>A threshold and what it promises, in words.</summary>
public static class ThresholdFormatter
{
    /// <summary>For a gallery of some size; says so where the record cannot speak for it.</summary>
    public static string Of(CalibrationRecord record, long references, double fpir)
    {
        try
        {
            var at = new ThresholdSelector(record).ForGallery(references, fpir);
            return $"{references:N0} references: threshold {at.Threshold:0.000} for FPIR {fpir:0.###%}, FNMR {at.Fnmr:P2}{(at.Extrapolated ? ", extrapolated" : "")}";
        }
        catch (CalibrationException fault)
        {
            return $"{references:N0} references: {fault.Message}";
        }
    }
}
