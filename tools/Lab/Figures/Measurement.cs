using System.Text.Json;
using System.Text.Json.Nodes;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Files;

namespace AccessKiosk.Lab.Figures;

/// <summary>One measurement: which command, on which data.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Command">The command in words that a reader can type, with names in place of folders.</param>
/// <param name="Missing">What is not there to measure it with, as a sentence; null where everything is.</param>
/// <param name="Data">What it is measured on, in words.</param>
/// <param name="Run">Measures, and gives what the command printed.</param>
internal sealed record Measurement(string Name, string Command, Func<MeasuringData, string?> Missing, Func<MeasuringData, string> Data, Func<MeasuringData, CancellationToken, Task<string>> Run)
{
    // Single files, trials and samples: they name recordings, or are many.
    private static readonly string[] Dropped = ["clips", "samples", "times"];

    /// <summary>Measures, and keeps what the page needs.</summary>
    public async Task<FigureResult> MeasureAsync(MeasuringData data, TimeProvider time, CancellationToken cancellationToken)
    {
        var (words, commit, load) = (Data(data), Provenance.Commit(), Provenance.Load());
        var began = time.GetTimestamp();
        var printed = await Run(data, cancellationToken);
        var seconds = Math.Round(time.GetElapsedTime(began).TotalSeconds);
        return new(Name, Command, words, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), commit, Provenance.Machine(), load, seconds, Parse(printed));
    }

    /// <summary>Reads JSON that is one object, on one line or many, or one object a line.</summary>
    internal static IReadOnlyList<JsonElement> Parse(string printed)
    {
        // Objects that follow each other are read as they come.
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(printed), new JsonReaderOptions { AllowMultipleValues = true });
        var objects = new List<JsonElement>();
        while (reader.Read())
            objects.Add(Slim(JsonNode.Parse(ref reader)!));
        return objects.Count > 0 ? objects : throw new InputException("The command printed no JSON.");
    }

    private static JsonElement Slim(JsonNode node)
    {
        if (node is JsonObject whole)
            foreach (var field in Dropped)
                whole.Remove(field);
        return JsonSerializer.SerializeToElement(node, JsonLines.Options);
    }
}
