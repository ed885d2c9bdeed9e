using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Access.Health;

/// <summary>What a check found, with what to do.</summary>
public static class CheckOutcome
{
    private const string AdviceKey = "advice";

    /// <summary>All is well.</summary>
    public static HealthCheckResult Ok(string found) => HealthCheckResult.Healthy(found);

    /// <summary>It works, and somebody should look.</summary>
    public static HealthCheckResult Warn(string found, string advice) => HealthCheckResult.Degraded(found, data: Data(advice));

    /// <summary>A door decides and records, and its lock does not move.</summary>
    /// <param name="state">How the door is, if it was asked.</param>
    public static HealthCheckResult Simulated(string? state = null) => Warn(
        $"{(state is null ? "" : $"{state}; ")}its lines are simulated: no lock moves",
        "Set Gpio:Driver to Libgpiod and give each line its Chip and its Offset or Line. Wiring: docs/install.md.");

    /// <summary>It does not work.</summary>
    public static HealthCheckResult Fail(string found, string advice = "") => HealthCheckResult.Unhealthy(found, data: Data(advice));

    /// <summary>What to do; empty when nothing is to be done.</summary>
    public static string Advice(in HealthReportEntry entry) => entry.Data.GetValueOrDefault(AdviceKey) as string ?? "";

    private static Dictionary<string, object>? Data(string advice) => advice.Length == 0 ? null : new(StringComparer.Ordinal) { [AdviceKey] = advice };
}
