using System.CommandLine;
using System.Numerics.Tensors;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Kiosk.Events;
using AccessKiosk.Kiosk.Recognition;
using AccessKiosk.Vision.Embedding;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands;

/// <summary><c>verify A B</c>: do two pictures show one person.</summary>
internal static class VerifyCommand
{
    private sealed record Report(string A, string B, float Score, float Threshold, double Fmr, bool Match);

    public static Command Create()
    {
        var a = new Argument<FileInfo>("A") { Description = "A picture of one person." };
        var b = new Argument<FileInfo>("B") { Description = "Another picture of one person." };
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var command = new Command("verify", "Tell whether two pictures show the same person; exit 0 if so, 1 if not.") { a, b, json, settings };
        return command.Runs((parsed, _) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            var (first, second) = (parsed.GetRequiredValue(a), parsed.GetRequiredValue(b));
            using var reader = new PortraitReader(new(options.Inference));
            var (x, y) = (new float[FaceEmbedder.Dimensions], new float[FaceEmbedder.Dimensions]);
            reader.ReadOnly(first.FullName, x);
            reader.ReadOnly(second.FullName, y);
            var score = TensorPrimitives.Dot<float>(x, y);
            var points = OperatingPoints.Load(options);
            var threshold = points.Threshold(1);
            var report = new Report(first.Name, second.Name, score, threshold, points.FmrOf(score).Rate, score >= threshold);
            if (parsed.GetValue(json))
                JsonLines.WriteLine(Console.Out, report);
            else
                AnsiConsole.MarkupLineInterpolated($"{Verdict(report)}: score {score:0.000}, threshold {threshold:0.000}; one in {1 / Math.Max(report.Fmr, 1e-12):N0} pairs of different people scores this high.");
            return Task.FromResult(report.Match ? ExitCode.Success : ExitCode.Negative);
        });
    }

    private static string Verdict(Report report) => report.Match ? "the same person" : "not the same person, as far as can be told";
}
