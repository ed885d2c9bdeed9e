using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Enrollment.Capturing;

/// <summary>Takes captures of one person from pictures or a recording, gated by quality. Not for use by two threads at a time.</summary>
/// <param name="models">The models.</param>
/// <param name="quality">Limits of picture quality.</param>
/// <param name="options">How many captures are kept.</param>
/// <param name="minAgreement">Comparison score that two captures of one person reach.</param>
/// <param name="recording">Opens a recording; each frame is valid until the next one is asked for. Null where only pictures are taken.</param>
public sealed class FileEnroller(ModelCatalogue models, QualityOptions quality, CaptureOptions options, float minAgreement, Func<FileInfo, CancellationToken, IEnumerable<Frame>>? recording = null) : IDisposable
{
    private readonly FaceCapturer _capturer = new(models, quality, options);

    /// <summary>Takes the captures of a picture or a recording.</summary>
    /// <exception cref="InputException">There is no good picture of one person; it says why.</exception>
    /// <exception cref="ImageException">The file is no usable picture.</exception>
    public CaptureChoice Take(EnrollmentSource source, CancellationToken cancellationToken)
    {
        var captures = new CaptureSet(options);
        var refused = source.IsPicture ? OfferPicture(source.File, captures) : OfferRecording(source.File, captures, cancellationToken);
        if (captures.Offered == 0)
            throw new InputException($"{source.File.Name}: no picture good enough to enrol {source.Name}; {refused}.");
        var choice = captures.Choose(minAgreement);
        return choice.Kept.Count > 0 ? choice : throw new InputException($"{source.File.Name}: {MixedUp}.");
    }

    /// <summary>Takes the captures of many pictures of one person, each in its turn. A bad picture is named, and the others count.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="work">Where pictures wait for their turn.</param>
    /// <param name="cancellationToken">Stops before the next picture.</param>
    public async Task<CaptureReport> TakeAsync(IReadOnlyList<FileInfo> pictures, PictureWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var captures = new CaptureSet(options);
        var refused = new List<RefusedPicture>();
        foreach (var picture in Spread(pictures, options.MaxPictures))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (await work.RunAsync(() => OfferPicture(picture, captures), cancellationToken) is { } reason)
                    refused.Add(new(picture.Name, reason));
            }
            catch (ImageException fault)
            {
                refused.Add(new(picture.Name, fault.Message));
            }
        }
        var choice = captures.Choose(minAgreement);
        refused.AddRange(choice.Outliers.Select(o => new RefusedPicture(o.Origin, choice.Kept.Count > 0 ? "it shows somebody else than the other pictures" : MixedUp)));
        return new(choice.Kept, refused, pictures.Count);
    }

    public void Dispose() => _capturer.Dispose();

    private const string MixedUp = "the pictures show different people, and no majority agrees on one";

    /// <summary>The pictures that are read where there are many, spread evenly over their names.</summary>
    internal static IEnumerable<FileInfo> Spread(IReadOnlyList<FileInfo> pictures, int most)
    {
        var count = Math.Min(pictures.Count, most);
        for (var i = 0; i < count; i++)
            yield return pictures[(int)((long)i * pictures.Count / count)];
    }

    private string? OfferPicture(FileInfo file, CaptureSet captures)
    {
        using var image = ImageFile.Load(file.FullName);
        var attempt = _capturer.Take(image, file.Name, TakenAt(file));
        if (attempt.Capture is null)
            return attempt.Reason;
        captures.Offer(attempt.Capture);
        return null;
    }

    private string OfferRecording(FileInfo file, CaptureSet captures, CancellationToken cancellationToken)
    {
        if (recording is null)
            throw new InputException($"{file.Name} is no picture.");
        var (frames, alone, last) = (0, 0, QualityFaults.None);
        foreach (var frame in recording(file, cancellationToken))
        {
            frames++;
            var attempt = _capturer.Take(frame, file.Name, TakenAt(file), captures);
            if (attempt.Capture is { } capture)
                captures.Offer(capture);
            if (attempt.Faces == 1)
                (alone, last) = (alone + 1, attempt.Faults);
        }
        return $"of {frames} frames {alone} show one face" + (alone > 0 ? $", of the last one {CaptureFormatter.Of(last)}" : "");
    }

    // The file's time is the nearest to the capture's that every format has.
    private static DateTimeOffset? TakenAt(FileInfo file) => file.Exists ? new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero) : null;
}
