using System.Text.Json.Serialization;
using AccessKiosk.Access.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Kiosk.Health;

/// <summary>How a check came out.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckStatus>))]
internal enum CheckStatus
{
    [JsonStringEnumMemberName("ok")]
    Ok,

    [JsonStringEnumMemberName("warn")]
    Warn,

    [JsonStringEnumMemberName("fail")]
    Fail,
}

/// <summary>One line of <c>doctor</c>.</summary>
/// <param name="Check">What was checked.</param>
/// <param name="Status">How it came out.</param>
/// <param name="Found">What was found.</param>
/// <param name="Advice">What to do; empty when nothing is to be done.</param>
internal sealed record CheckResult(string Check, CheckStatus Status, string Found, string Advice)
{
    public static CheckResult Of(string check, HealthReportEntry entry) => new(
        check,
        entry.Status switch { HealthStatus.Healthy => CheckStatus.Ok, HealthStatus.Degraded => CheckStatus.Warn, _ => CheckStatus.Fail },
        entry.Description ?? "",
        CheckOutcome.Advice(entry));
}
