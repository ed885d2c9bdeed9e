using System.CommandLine;
using AccessKiosk.Enrollment.Calibration.Metrics;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Commands.Calibration;
using AccessKiosk.Kiosk.Configuration;
using Spectre.Console;

namespace AccessKiosk.Lab.Commands;

/// <summary><c>evaluate identification</c>: 1:N search at the kiosk's own threshold.</summary>
internal static class EvaluateIdentification
{
    public static Command Create()
    {
        var gallery = new Option<DirectoryInfo>("--gallery") { Description = "The people to enrol: one folder of pictures per person.", Required = true };
        var probes = new Option<DirectoryInfo>("--probes") { Description = "The people to search for: one folder of pictures per person. People not in the gallery count as strangers.", Required = true };
        var corrections = new Option<FileInfo?>("--corrections") { Description = "Known mistakes in the pictures' labels: lines 'same NAME NAME' and 'drop IMAGE'." };
        var errors = new Option<FileInfo?>("--errors") { Description = "Write the failed searches to a CSV file, mode 0600." };
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var command = new Command("identification", "1:N search: FNIR, FPIR and rank 1 at the threshold that the kiosk would use.") { gallery, probes, corrections, errors, json, settings };
        return command.Runs(async (parsed, cancellationToken) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            var points = await StorePoints.LoadAsync(options, cancellationToken);
            var labels = CalibrationInput.Corrections(parsed.GetValue(corrections));
            var enrolled = PortraitFolder.Read(parsed.GetRequiredValue(gallery), new(options.Inference), cancellationToken).Embeddings;
            var searched = PortraitFolder.Read(parsed.GetRequiredValue(probes), new(options.Inference), cancellationToken).Embeddings;
            if (labels is not null)
                (enrolled, searched) = labels.ApplyToBoth(enrolled, searched);
            var wrong = new List<SearchError>();
            var metrics = IdentificationMetrics.Of(enrolled, searched, points.Record, options.Recognition.MaxFpir, wrong.Add, cancellationToken);
            if (parsed.GetValue(errors) is { } file)
                await PrivateFile.WriteTextAsync(file.FullName, Csv(wrong));
            if (parsed.GetValue(json))
                Console.WriteLine(metrics.ToJson());
            else
                Print(metrics, options.Recognition.MaxFpir);
            return ExitCode.Success;
        });
    }

    private static string Csv(IEnumerable<SearchError> errors) => "error,image,shows,found,score\n" + string.Concat(errors.Select(e =>
        $"{(e.Enrolled ? "false negative" : "false positive")},{Field(e.Image)},{Field(e.Subject)},{Field(e.Found)},{e.Score:0.000}\n"));

    private static string Field(string? text) => text?.AsSpan().IndexOfAny(",\"\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text ?? "";

    private static void Print(IdentificationMetrics m, double wanted)
    {
        AnsiConsole.MarkupLineInterpolated($"{m.Gallery:N0} people enrolled; threshold {m.Threshold:0.000} for FPIR {wanted:0.###%}");
        AnsiConsole.MarkupLineInterpolated($"{m.MatedProbes:N0} searches for them: FNIR {m.FalseNegatives.ToString()}, rank 1 {m.Rank1:P2}");
        AnsiConsole.MarkupLineInterpolated($"{m.NonMatedProbes:N0} searches for strangers: FPIR {m.Fpir:P3}, at most {m.FpirUpper95:P3} with 95 % confidence");
    }
}
