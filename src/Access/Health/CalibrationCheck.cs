using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.OperatingPoints;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Recognition;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Access.Health;

/// <summary>Whether there is a calibration record for the embedder, and what threshold follows.</summary>
/// <param name="points">The active record; fails where there is none.</param>
/// <param name="references">References enrolled.</param>
/// <param name="options">The error rate wanted.</param>
public sealed class CalibrationCheck(Func<ActiveCalibration> points, Func<int> references, RecognitionOptions options) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        try
        {
            var (active, count) = (points(), Math.Max(1, references()));
            var record = active.Record;
            // Now, and with room to grow.
            var (now, later) = (active.For(count), active.For(Math.Max(1000, 10 * count)));
            var found = $"{record.Data.Description}, {record.CreatedAt:yyyy-MM-dd}: threshold {now.Threshold:0.000} for {now.GallerySize:N0} {(count == 1 ? "reference" : "references")}, {later.Threshold:0.000} for {later.GallerySize:N0}, at FPIR {options.MaxFpir:0.###%}";
            return record.Origin is CalibrationOrigin.Site
                ? CheckOutcome.Ok(found)
                : CheckOutcome.Warn(found, $"Public data, not this site's camera. {CalibrationFiles.HowToMake}");
        }
        catch (CalibrationException fault)
        {
            return CheckOutcome.Fail(fault.Message.Replace(CalibrationFiles.HowToMake, "", StringComparison.Ordinal).TrimEnd(), CalibrationFiles.HowToMake);
        }
    }
}
