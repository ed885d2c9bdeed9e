using System.CommandLine;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Commands.Calibration;
using AccessKiosk.Vision.Embedding;

namespace AccessKiosk.Kiosk.Commands.Recognition;

/// <summary><c>embed</c>: the embedding of the one face of each picture.</summary>
internal static class EmbedCommand
{
    private sealed record Report(string File, string Model, float[] Embedding);

    public static Command Create()
    {
        var images = Arguments.Images();
        var json = Arguments.Json();
        var provider = Arguments.Provider();
        var settings = Arguments.Settings();
        var command = new Command("embed", "Print the embedding of the one face of each picture. This is biometric data: protect it.") { images, json, provider, settings };
        return command.Runs((parsed, cancellationToken) =>
        {
            using var reader = new PortraitReader(new(Arguments.Options(parsed, settings, provider).Inference));
            foreach (var file in parsed.GetRequiredValue(images))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var embedding = new float[FaceEmbedder.Dimensions];
                reader.ReadOnly(file.FullName, embedding);
                if (parsed.GetValue(json))
                    JsonLines.WriteLine(Console.Out, new Report(file.Name, FaceEmbedder.ModelHash, embedding));
                else
                    Console.WriteLine($"{file.Name}: {string.Join(' ', embedding.Select(value => value.ToString("0.0000", System.Globalization.CultureInfo.InvariantCulture)))}");
            }

            return Task.FromResult(ExitCode.Success);
        });
    }
}
