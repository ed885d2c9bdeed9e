using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Liveness;
using AccessKiosk.Liveness.Fusion;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Access.Health;

/// <summary>Whether the liveness calibration fits this build.</summary>
/// <param name="options">Which record.</param>
internal sealed class LivenessCalibrationCheck(LivenessOptions options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        try
        {
            return CheckOutcome.Ok(LivenessCalibration.Read(CalibrationFiles.Of(options.Calibration, "liveness")).Data);
        }
        catch (LivenessCalibrationException fault)
        {
            return CheckOutcome.Fail(fault.Message, "Set Liveness:Calibration to a record for this build, or leave it empty for the one that ships.");
        }
    }
}
