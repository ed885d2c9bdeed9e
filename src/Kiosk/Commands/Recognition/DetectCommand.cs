using System.CommandLine;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;
using AccessKiosk.Vision.Quality;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.Recognition;

/// <summary><c>detect</c>: the faces of pictures, with their points and quality.</summary>
internal static class DetectCommand
{
    public static Command Create()
    {
        var images = Arguments.Images();
        var json = Arguments.Json();
        var draw = new Option<FileInfo?>("--draw") { Description = "Write the picture with boxes and points drawn in (one image only)." };
        var thorough = new Option<bool>("--thorough") { Description = "Look for small and turned faces too, with the far model and the full MTCNN cascade, as for portraits; else as the camera loop does." };
        var provider = Arguments.Provider();
        var settings = Arguments.Settings();
        var command = new Command("detect", "Find the faces of pictures: boxes, points, quality.") { images, draw, thorough, json, provider, settings };
        return command.Runs((parsed, cancellationToken) =>
        {
            var files = parsed.GetRequiredValue(images);
            var target = parsed.GetValue(draw);
            if (target is not null && files.Length != 1)
                throw new InputException($"--draw writes one picture, but {files.Length} were given.");

            var options = Arguments.Options(parsed, settings, provider);
            var models = new ModelCatalogue(options.Inference);
            using var detector = new BlazeFace(models, options.Detection);
            using var finder = parsed.GetValue(thorough) ? new FaceFinder(models) : null;
            using var reader = new FaceReader(models);
            var near = new DetectedFace[detector.Capacity];
            foreach (var file in files)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var image = ImageFile.Load(file.FullName);
                var found = finder is not null ? finder.FindAll(image) : near[..detector.Detect(image, near)];
                FaceReading[] faces = [.. found.Select(face => reader.Read(image, reader.Align(image, face)))];
                if (parsed.GetValue(json))
                    JsonLines.WriteLine(Console.Out, FaceReport.Of(file.Name, image, faces, options.Quality));
                else
                    Print(file.Name, image, faces, options.Quality);
                if (target is not null)
                {
                    FaceDrawing.Draw(image, faces);
                    ImageFile.Save(image, target.FullName);
                    Terminal.Say($"drawn: {target.FullName}");
                }
            }

            return Task.FromResult(ExitCode.Success);
        });
    }

    private static void Print(string name, Image image, FaceReading[] faces, QualityOptions limits)
    {
        AnsiConsole.MarkupLineInterpolated($"[bold]{name}[/] {image.Width}×{image.Height}: {faces.Length} {(faces.Length == 1 ? "face" : "faces")}");
        if (faces.Length == 0)
            return;
        var table = new Table().Border(TableBorder.Simple).AddColumns("box", "score", "eyes px", "sharp", "light", "yaw, pitch, roll", "faults");
        foreach (var column in table.Columns)
            column.Padding(0, 0).NoWrap = column != table.Columns[^1];
        foreach (var face in faces)
        {
            var (box, quality) = (face.Box, face.Quality);
            table.AddRow(
                $"{box.X:0},{box.Y:0} {box.Width:0}×{box.Height:0}", $"{face.Score:0.000}", $"{quality.EyeDistance:0}",
                $"{quality.Sharpness:0}", $"{quality.Brightness:0}", $"{quality.Pose.Yaw:0}°, {quality.Pose.Pitch:0}°, {quality.Pose.Roll:0}°",
                quality.Faults(limits) is QualityFaults.None ? "none" : CaptureFormatter.Of(quality.Faults(limits)));
        }

        AnsiConsole.Write(table);
    }
}
