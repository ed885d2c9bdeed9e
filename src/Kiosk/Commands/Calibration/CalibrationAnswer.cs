using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccessKiosk.Enrollment.Calibration;
using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.Metrics;
using AccessKiosk.Enrollment.Calibration.OperatingPoints;
using AccessKiosk.Enrollment.Files;

namespace AccessKiosk.Kiosk.Commands.Calibration;

/// <summary>
/// What <c>calibrate --json</c> prints: the record, with the thresholds for the gallery as it is and ten times as large,
/// and the error rates by group. It can be read as a record: what is added is no part of it.
/// </summary>
internal static class CalibrationAnswer
{
    private static readonly JsonSerializerOptions Indented = new(JsonLines.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The answer as indented JSON.</summary>
    public static string Of(CalibrationRecord record, IReadOnlyList<AttributeErrors> groups, IReadOnlyList<long> sizes, double fpir)
    {
        var answer = JsonNode.Parse(CalibrationJson.Write(record))!.AsObject();
        answer["maxFpir"] = fpir;
        answer["thresholds"] = new JsonArray([.. sizes.Select(size => Threshold(record, size, fpir))]);
        answer["groups"] = JsonSerializer.SerializeToNode(groups.Select(Group), Indented);
        return answer.ToJsonString(Indented);
    }

    private static JsonNode? Threshold(CalibrationRecord record, long references, double fpir)
    {
        try
        {
            var at = new ThresholdSelector(record).ForGallery(references, fpir);
            return JsonSerializer.SerializeToNode(new { references, at.Threshold, at.Fmr, at.Fpir, at.Fnmr, at.Extrapolated }, Indented);
        }
        catch (CalibrationException fault)
        {
            return JsonSerializer.SerializeToNode(new { references, error = fault.Message }, Indented);
        }
    }

    private static object Group(AttributeErrors errors) => new
    {
        errors.Attribute, errors.Threshold, errors.Groups, warnings = errors.Warnings(),
    };
}
