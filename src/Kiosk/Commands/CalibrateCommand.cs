using System.CommandLine;
using System.Reflection;
using AccessKiosk.Enrollment.Calibration;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Vision.Embedding;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands;

/// <summary><c>calibrate</c>: measures how scores of the same and of different people fall, from which thresholds follow.</summary>
internal static class CalibrateCommand
{
    public static Command Create()
    {
        var images = new Option<DirectoryInfo>("--images") { Description = "Folder with one folder of pictures a person; at least 30 people.", Required = true };
        var output = new Option<FileInfo>("--output") { Description = "Where the record is written.", Required = true };
        var description = new Option<string>("--description") { Description = "What the pictures are, for the record.", Required = true };
        var isPublic = new Option<bool>("--public-data") { Description = "The pictures are not from this site's camera." };
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var command = new Command("calibrate", "Measure the error rates of this embedder on pictures, and write the record that thresholds come from.") { images, output, description, isPublic, json, settings };
        command.Subcommands.Add(CalibrateLivenessCommand.Create());
        return command.Runs((parsed, cancellation) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            var folder = PortraitFolder.Read(parsed.GetRequiredValue(images), new(options.Inference), cancellation);
            var subject = new CalibrationSubject(
                FaceEmbedder.ModelHash, parsed.GetValue(isPublic) ? CalibrationOrigin.PublicData : CalibrationOrigin.Site, parsed.GetRequiredValue(description),
                $"AccessKiosk {typeof(CalibrateCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}");
            var record = Progress.Of("comparing every pair", report =>
                Calibrator.Calibrate(folder.Embeddings, subject, TimeProvider.System, Environment.ProcessorCount, report, cancellation).Record);
            var text = CalibrationJson.Write(record);
            var target = parsed.GetRequiredValue(output).FullName;
            File.WriteAllText(target + ".part", text);
            File.Move(target + ".part", target, overwrite: true);
            if (parsed.GetValue(json))
                Console.WriteLine(text);
            else
                Print(record, target);
            return Task.FromResult(ExitCode.Success);
        });
    }

    private static void Print(CalibrationRecord record, string target)
    {
        AnsiConsole.MarkupLineInterpolated($"{record.Data.People:N0} people, {record.Data.Images:N0} images; {record.Data.MatedComparisons:N0} mated and {record.Data.NonMatedComparisons:N0} non-mated comparisons");
        var table = new Table().AddColumns("FMR", "threshold", "FNMR", "95 % bounds", "");
        foreach (var at in record.AtFmr)
            table.AddRow($"{at.WantedFmr:0e+0}", $"{at.Threshold:0.000}", $"{at.Fnmr.Rate:P2}", $"{at.Fnmr.Lower95:P2} to {at.Fnmr.Upper95:P2}", at.Extrapolated ? "extrapolated" : "");
        AnsiConsole.Write(table);
        foreach (var warning in record.Warnings)
            AnsiConsole.MarkupLineInterpolated($"[yellow]{warning}[/]");
        Terminal.Say($"written: {target}");
    }
}
