using System.CommandLine;
using System.Numerics.Tensors;
using AccessKiosk.Enrollment.Calibration.Report;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Commands.Calibration;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Vision.Embedding;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.Recognition;

/// <summary><c>verify A B</c>: do two pictures show one person.</summary>
internal static class VerifyCommand
{
    private sealed record Report(string A, string B, float Score, float Threshold, double Fmr, double FmrUpper95, bool Extrapolated, bool Match, string Verdict);

    public static Command Create()
    {
        var a = new Argument<FileInfo>("A") { Description = "A picture of one person." };
        var b = new Argument<FileInfo>("B") { Description = "Another picture of one person." };
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var command = new Command("verify", "Decide whether two pictures show the same person. Exit code 0 if so, 1 if not.") { a, b, json, settings };
        return command.Runs(async (parsed, cancellationToken) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            var (first, second) = (parsed.GetRequiredValue(a), parsed.GetRequiredValue(b));
            using var reader = new PortraitReader(new(options.Inference));
            var (x, y) = (new float[FaceEmbedder.Dimensions], new float[FaceEmbedder.Dimensions]);
            reader.ReadOnly(first.FullName, x);
            reader.ReadOnly(second.FullName, y);
            var score = TensorPrimitives.Dot<float>(x, y);
            var points = await StorePoints.LoadAsync(options, cancellationToken);
            var (threshold, fmr) = (points.Threshold(1), points.FmrOf(score));
            var match = score >= threshold;
            var report = new Report(first.Name, second.Name, score, threshold, fmr.Rate, fmr.Upper95, fmr.Extrapolated, match, Verdict(match));
            if (parsed.GetValue(json))
                JsonLines.WriteLine(Console.Out, report);
            else
                AnsiConsole.MarkupLineInterpolated($"{report.Verdict}: score {score:0.000}, threshold {threshold:0.000}; {FmrFormatter.Of(fmr)}.");
            return match ? ExitCode.Success : ExitCode.Negative;
        });
    }

    private static string Verdict(bool match) => match ? "the same person" : "not recognised as the same person";
}
