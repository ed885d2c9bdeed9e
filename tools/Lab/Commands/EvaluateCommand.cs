using System.CommandLine;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.Metrics;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Commands.Calibration;
using AccessKiosk.Kiosk.Configuration;
using Spectre.Console;

namespace AccessKiosk.Lab.Commands;

/// <summary><c>evaluate</c>: error rates on data sets with known answers.</summary>
internal static class EvaluateCommand
{
    public static Command Create() => new("evaluate", "Measure error rates on pictures with known answers.") { Verification(), EvaluateIdentification.Create(), EvaluateLivenessCommand.Create() };

    private static Command Verification()
    {
        var images = new Option<DirectoryInfo>("--images") { Description = "Folder with one folder of pictures per person.", Required = true };
        var pairs = new Option<FileInfo?>("--pairs") { Description = "List of pairs in LFW's format." };
        var all = new Option<bool>("--all-pairs") { Description = "Compare every picture with every other one instead of a list." };
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var command = new Command("verification", "1:1 comparison: accuracy, AUC, EER, TMR at FMR.") { images, pairs, all, json, settings };
        command.Validators.Add(result =>
        {
            if (result.GetValue(pairs) is null == !result.GetValue(all))
                result.AddError("Give either --pairs FILE or --all-pairs.");
        });
        return command.Runs((parsed, cancellationToken) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            var list = parsed.GetValue(pairs) is { } file ? ReadPairs(file) : null;
            var folder = PortraitFolder.Read(parsed.GetRequiredValue(images), new(options.Inference), cancellationToken, list is null ? null : [.. list.SelectMany(p => new[] { p.First, p.Second })]);
            var metrics = list is null
                ? ProgressDisplay.Of("comparing every pair", report => VerificationMetrics.OfAllPairs(folder.Embeddings, folder.MsPerImage, Environment.ProcessorCount, report, cancellationToken))
                : VerificationMetrics.OfList(folder.Embeddings, list, folder.MsPerImage);
            if (parsed.GetValue(json))
                Console.WriteLine(metrics.ToJson());
            else
                Print(metrics);
            return Task.FromResult(ExitCode.Success);
        });
    }

    private static IReadOnlyList<LfwPair> ReadPairs(FileInfo file)
    {
        if (!file.Exists)
            throw new InputException($"No such file: {file.FullName}");
        using var reader = file.OpenText();
        return LfwPairs.Parse(reader, file.Name);
    }

    private static void Print(VerificationMetrics report)
    {
        AnsiConsole.MarkupLineInterpolated($"{report.Images:N0} images, {report.Undetected} without a face found; {report.Pairs:N0} pairs; {report.MsPerImage:0.0} ms an image on one core");
        AnsiConsole.MarkupLineInterpolated($"accuracy {report.Accuracy:P2} ± {report.AccuracyStd:P2}, AUC {report.Auc:0.00000}, EER {report.Eer:P2}");
        var table = new Table().AddColumns("FMR", "TMR", "threshold");
        foreach (var (fmr, at) in report.TmrAtFmr)
            table.AddRow(fmr, $"{at.Tmr:P2}", $"{at.Threshold:0.000}");
        AnsiConsole.Write(table);
    }
}
