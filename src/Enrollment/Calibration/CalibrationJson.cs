using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.OperatingPoints;
using AccessKiosk.Enrollment.Matching;

namespace AccessKiosk.Enrollment.Calibration;

/// <summary>Reads and writes calibration records; what is read is checked, for doors depend on it.</summary>
public static class CalibrationJson
{
    // A record is a file, never part of a page: '+' and letters beyond ASCII stay as they are.
    private static readonly CalibrationJsonContext Readable =
        new(new(CalibrationJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The record as indented JSON.</summary>
    public static string Write(CalibrationRecord record) => JsonSerializer.Serialize(record, Readable.CalibrationRecord);

    /// <summary>A record from its JSON.</summary>
    /// <exception cref="CalibrationException">Not a whole, sound record of a known format; names every fault.</exception>
    public static CalibrationRecord Read(string json)
    {
        try
        {
            using (var document = JsonDocument.Parse(json))
            {
                var schema = document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("schema", out var s) ? s.ToString() : "";
                if (!string.Equals(schema, CalibrationRecord.CurrentSchema, StringComparison.Ordinal))
                    throw new CalibrationException($"Not a calibration record that this version reads: its schema is '{schema}', expected '{CalibrationRecord.CurrentSchema}'.");
            }
            var record = JsonSerializer.Deserialize(json, CalibrationJsonContext.Default.CalibrationRecord)!;
            string[] faults = [.. Faults(record)];
            return faults.Length == 0 ? record : throw new CalibrationException($"The calibration record is not sound: {string.Join(' ', faults)}");
        }
        catch (JsonException e)
        {
            throw new CalibrationException($"The calibration record cannot be read (line {e.LineNumber + 1}): {e.Message}", e);
        }
    }

    /// <summary>A record from its JSON, for one embedding model.</summary>
    /// <exception cref="CalibrationException">Not a whole, sound record of a known format.</exception>
    /// <exception cref="ForeignModelException">The record describes another model's scores.</exception>
    public static CalibrationRecord Read(string json, string modelHash)
    {
        var record = Read(json);
        return string.Equals(record.ModelHash, modelHash, StringComparison.OrdinalIgnoreCase)
            ? record
            : throw new ForeignModelException("The calibration record", record.ModelHash, modelHash);
    }

    private static IEnumerable<string> Faults(CalibrationRecord record)
    {
        if (string.IsNullOrWhiteSpace(record.ModelHash))
            yield return "It names no model.";
        if (record.Data.MatedComparisons < 1 || record.Data.NonMatedComparisons < 1)
            yield return "It rests on no comparisons.";
        var points = record.Distribution;
        if (points.Count == 0 || points[0].FalseMatches != record.Data.NonMatedComparisons || points.All(p => p.FalseMatches != 0))
            yield return "Its distribution does not span all comparisons.";
        for (var i = 0; i < points.Count; i++)
        {
            if (!(points[i].Threshold is >= -1 and <= 1.0001f) || points[i].FalseMatches < 0
                || points[i].FalseNonMatches < 0 || points[i].FalseNonMatches > record.Data.MatedComparisons)
            {
                yield return $"Point {i + 1} of its distribution is out of range.";
            }
            if (i > 0 && (points[i].Threshold <= points[i - 1].Threshold || points[i].FalseMatches > points[i - 1].FalseMatches
                || points[i].FalseNonMatches < points[i - 1].FalseNonMatches))
            {
                yield return $"Point {i + 1} of its distribution is out of order.";
            }
        }
        if (record.Tail is { } t && !(t.Scale > 0 && double.IsFinite(t.Scale) && t.Shape is >= -0.5 and < 1 && t.Level is > -1 and < 1
            && t.Exceedances > 0 && t.Comparisons == record.Data.NonMatedComparisons && t.Exceedances < t.Comparisons))
        {
            yield return "Its tail is out of range.";
        }
    }
}

[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CalibrationRecord))]
internal sealed partial class CalibrationJsonContext : JsonSerializerContext;
