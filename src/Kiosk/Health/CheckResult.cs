using System.Text.Json.Serialization;

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
internal sealed record CheckResult(string Check, CheckStatus Status, string Found, string Advice = "")
{
    public static CheckResult Ok(string check, string found) => new(check, CheckStatus.Ok, found);

    public static CheckResult Warn(string check, string found, string advice) => new(check, CheckStatus.Warn, found, advice);

    public static CheckResult Fail(string check, string found, string advice) => new(check, CheckStatus.Fail, found, advice);
}
