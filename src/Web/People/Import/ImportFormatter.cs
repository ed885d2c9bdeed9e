using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AccessKiosk.Web.People.Import;

/// <summary>An import's progress, in words and for the page's script.</summary>
internal static class ImportFormatter
{
    /// <summary>How the script gets it.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>One line.</summary>
    public static string Progress(ImportRun run) => (run.Phase, run.Total) switch
    {
        (ImportPhase.Running, null) => "The upload is unpacked.",
        (ImportPhase.Review, _) => "Everything is read. Nothing is stored yet.",
        (ImportPhase.Running, { } total) => string.Create(CultureInfo.InvariantCulture, $"{run.Done:N0} of {total:N0} people{Left(run.Left)}"),
        (ImportPhase.Finished, _) => "Finished.",
        (ImportPhase.Cancelled, _) => "Stopped. People who are enrolled already stay enrolled.",
        _ => run.Fault ?? "Failed.",
    };

    private static string Left(TimeSpan? left) => left switch
    {
        null => "",
        { TotalSeconds: < 60 } => ", less than a minute left",
        { TotalMinutes: < 90 } span => string.Create(CultureInfo.InvariantCulture, $", about {Math.Ceiling(span.TotalMinutes):0} min left"),
        { } span => string.Create(CultureInfo.InvariantCulture, $", about {span.TotalHours:0.0} h left"),
    };
}
