using System.Diagnostics;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Kiosk.Commands;

/// <summary>A folder with one folder of pictures a person, read into embeddings on every core.</summary>
internal sealed class PortraitFolder
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive };
    private static readonly HashSet<string> Extensions = new([".jpg", ".jpeg", ".png", ".bmp", ".webp"], StringComparer.OrdinalIgnoreCase);

    /// <summary>One picture that has a face.</summary>
    /// <param name="Person">Name of the picture's folder.</param>
    /// <param name="Image">Name of the file without its extension.</param>
    /// <param name="Embedding">512 floats of length 1.</param>
    public sealed record Portrait(string Person, string Image, float[] Embedding);

    private PortraitFolder(IReadOnlyList<Portrait> portraits, IReadOnlyList<string> undetected, double msPerImage) =>
        (Portraits, Undetected, MsPerImage) = (portraits, undetected, msPerImage);

    /// <summary>Every picture with a face, in the order of the files' names.</summary>
    public IReadOnlyList<Portrait> Portraits { get; }

    /// <summary>Files without a face, and files that are no pictures.</summary>
    public IReadOnlyList<string> Undetected { get; }

    /// <summary>Mean time of decoding, detecting, aligning and embedding one picture on one core.</summary>
    public double MsPerImage { get; }

    /// <summary>Reads a folder.</summary>
    /// <exception cref="InputException">There is no such folder, or no picture in it.</exception>
    public static PortraitFolder Read(DirectoryInfo folder, ModelCatalogue models, CancellationToken cancellation)
    {
        if (!folder.Exists)
            throw new InputException($"No folder {folder.FullName}.");
        var files = folder.EnumerateFiles("*", Everything).Where(f => Extensions.Contains(f.Extension)).OrderBy(f => f.FullName, StringComparer.Ordinal).ToArray();
        if (files.Length == 0)
            throw new InputException($"No pictures under {folder.FullName}: a folder with one folder of pictures a person is wanted.");

        var read = new Portrait?[files.Length];
        long busy = 0;
        Progress.Over(files.Length, "reading faces", step => Parallel.For(
            0, files.Length, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new PortraitReader(models),
            (i, _, reader) =>
            {
                var start = Stopwatch.GetTimestamp();
                read[i] = ReadOne(files[i], reader);
                Interlocked.Add(ref busy, Stopwatch.GetTimestamp() - start);
                step();
                return reader;
            },
            reader => reader.Dispose()));
        return new(
            [.. read.OfType<Portrait>()],
            [.. files.Where((_, i) => read[i] is null).Select(f => f.FullName)],
            busy * 1000.0 / Stopwatch.Frequency / files.Length);
    }

    private static Portrait? ReadOne(FileInfo file, PortraitReader reader)
    {
        try
        {
            using var image = ImageFile.Load(file.FullName);
            var embedding = new float[FaceEmbedder.Dimensions];
            return reader.ReadCentral(image, embedding) is null
                ? null
                : new(file.Directory!.Name, Path.GetFileNameWithoutExtension(file.Name), embedding);
        }
        catch (ImageException)
        {
            return null;
        }
    }
}
