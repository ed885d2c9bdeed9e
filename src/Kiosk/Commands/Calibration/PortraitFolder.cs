using System.Diagnostics;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Kiosk.Commands.Calibration;

/// <summary>A folder with one folder of pictures a person, read into embeddings on every core.</summary>
internal sealed class PortraitFolder
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true };
    private static readonly HashSet<string> Extensions = new([".jpg", ".jpeg", ".png", ".webp"], StringComparer.OrdinalIgnoreCase);

    private PortraitFolder(IReadOnlyList<LabelledEmbedding> embeddings, IReadOnlyList<string> undetected, double msPerImage) =>
        (Embeddings, Undetected, MsPerImage) = (embeddings, undetected, msPerImage);

    /// <summary>Every picture, in the order of the files' names; without a vector where no face was found.</summary>
    public IReadOnlyList<LabelledEmbedding> Embeddings { get; }

    /// <summary>Files without a face, and files that are no pictures.</summary>
    public IReadOnlyList<string> Undetected { get; }

    /// <summary>Mean time of decoding, detecting, aligning and embedding one picture on one core.</summary>
    public double MsPerImage { get; }

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">One folder of pictures a person.</param>
    /// <param name="models">The models.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="only">Names, without extension, of the pictures to read; null for all.</param>
    /// <exception cref="InputException">There is no such folder, or no picture in it.</exception>
    public static PortraitFolder Read(DirectoryInfo folder, ModelCatalogue models, CancellationToken cancellationToken, HashSet<string>? only = null)
    {
        if (!folder.Exists)
            throw new InputException($"No folder {folder.FullName}.");
        var files = folder.EnumerateFiles("*", Everything)
            .Where(f => Extensions.Contains(f.Extension) && (only is null || only.Contains(Path.GetFileNameWithoutExtension(f.Name))))
            .OrderBy(f => f.FullName, StringComparer.Ordinal).ToArray();
        if (files.Length == 0)
            throw new InputException($"No pictures under {folder.FullName}: a folder with one folder of pictures per person is required.");

        var read = new LabelledEmbedding[files.Length];
        long busy = 0;
        ProgressDisplay.Over(files.Length, "reading faces", step => Parallel.For(
            0, files.Length, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
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
            read, [.. files.Where((_, i) => !read[i].Detected).Select(f => f.FullName)],
            busy * 1000.0 / Stopwatch.Frequency / files.Length);
    }

    private static LabelledEmbedding ReadOne(FileInfo file, PortraitReader reader)
    {
        var (person, name) = (file.Directory!.Name, Path.GetFileNameWithoutExtension(file.Name));
        try
        {
            using var image = ImageFile.Load(file.FullName);
            var embedding = new float[FaceEmbedder.Dimensions];
            return new(person, name, reader.ReadCentral(image, embedding) is null ? ReadOnlyMemory<float>.Empty : embedding);
        }
        catch (ImageException)
        {
            return new(person, name, ReadOnlyMemory<float>.Empty);
        }
    }
}
