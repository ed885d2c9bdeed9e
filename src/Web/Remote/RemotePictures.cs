using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Remote;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Web.Api;

namespace AccessKiosk.Web.Remote;

/// <summary>What was said about a picture that was sent.</summary>
/// <param name="Good">Whether it is kept.</param>
/// <param name="Words">The answer in words.</param>
/// <param name="Picture">The picture's identifier, where it is kept.</param>
internal sealed record PictureAnswer(bool Good, string Words, Guid? Picture);

/// <summary>Takes the pictures of a remote enrolment: each is checked as at an enrolment from a file, and answered at once.</summary>
internal sealed class RemotePictures(ApiFaces faces, KioskStore store, ILogger<RemotePictures> logger)
{
    /// <summary>Checks the picture that a request brings, and keeps it when it is good enough.</summary>
    public async Task<PictureAnswer> TakeAsync(HttpRequest request, RemoteEnrollment enrolment, RemoteWords words, CancellationToken cancellationToken)
    {
        if (enrolment.Pictures >= RemoteEnrollment.MostPictures)
            return new(false, words["fault.enough"], null);
        try
        {
            var (attempt, picture) = await faces.TryCaptureAsync(request, enrolment.Source, cancellationToken);
            if (attempt.Capture is not { } capture)
                return new(false, words.Why(attempt), null);
            var id = await store.Remote.AddPictureAsync(enrolment.Id, new(capture.Embedding.ToArray(), FaceEmbedder.ModelHash, capture.Quality, picture), cancellationToken);
            return new(true, words["good"], id);
        }
        catch (ImageException)
        {
            return new(false, words["fault.picture"], null);
        }
        catch (ApiException fault)
        {
            return Refusal(fault, words);
        }
        catch (StoreException fault)
        {
            logger.PictureNotKept(fault.Fault);
            return new(false, words["fault.not-kept"], null);
        }
    }

    /// <summary>The answer to a picture that could not be read.</summary>
    public static PictureAnswer Refusal(ApiException fault, RemoteWords words) =>
        new(false, words[fault.Status is StatusCodes.Status503ServiceUnavailable ? "fault.busy" : "fault.picture"], null);

    /// <summary>The captures of an enrolment, for the review.</summary>
    public static IReadOnlyList<Capture> Captures(IEnumerable<RemotePicture> pictures) =>
        [.. pictures.Where(picture => picture.Capture.ModelHash == FaceEmbedder.ModelHash).Select(picture => new Capture { Embedding = picture.Capture.Embedding, Quality = picture.Capture.Quality, Origin = picture.Id.ToString("N"), TakenAt = picture.At })];
}
