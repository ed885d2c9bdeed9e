using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Web.Api;

/// <summary>The API's own networks, never those of the camera loop: loaded at the first use, for one picture at a time.</summary>
internal sealed class ApiFaces(ModelCatalogue models, QualityOptions quality, CaptureOptions captures) : IDisposable
{
    // More would wait so long that their callers give up first.
    private const int MostWaiting = 8;
    private static readonly float Background = new CaptureOptions().Background;

    private readonly SemaphoreSlim _one = new(1);
    private FaceFinder? _finder;
    private FaceReader? _reader;
    private FaceCapturer? _capturer;
    private int _waiting;

    /// <summary>Every face of a picture.</summary>
    public Task<IReadOnlyList<FaceReading>> DetectAsync(Image image, CancellationToken cancellationToken) => InTurnAsync<IReadOnlyList<FaceReading>>(() =>
        [.. _finder!.FindAll(image).Select(face => _reader!.Read(image, _reader.Align(image, face)))], cancellationToken);

    /// <summary>The embedding of the one face of a picture.</summary>
    /// <exception cref="ApiException">There is none, or there are several.</exception>
    public Task<float[]> EmbedAsync(Image image, CancellationToken cancellationToken) => InTurnAsync(() =>
    {
        var faces = PortraitFaces.Find(_finder!, image);
        var (count, subject) = FaceCapturer.Subject([.. faces], Background);
        if (count != 1)
            throw new ApiException(StatusCodes.Status422UnprocessableEntity, count == 0 ? "No face was found in the picture." : $"The picture shows {count} faces, but exactly one is required: crop it to the person.");
        var reading = _reader!.Read(image, _reader.Align(image, faces[subject]));
        var embedding = new float[FaceEmbedder.Dimensions];
        _reader.Embed(image, reading.Points, embedding);
        return embedding;
    }, cancellationToken);

    /// <summary>A capture for a reference: one face, good enough.</summary>
    /// <exception cref="ApiException">It is not; the message says why.</exception>
    public Task<Capture> CaptureAsync(Image image, string origin, CancellationToken cancellationToken) => InTurnAsync(() =>
    {
        _capturer ??= new(models, quality, captures);
        var attempt = _capturer.Take(image, origin, takenAt: null);
        return attempt.Capture ?? throw new ApiException(StatusCodes.Status422UnprocessableEntity, $"The picture cannot be a reference: {attempt.Reason}.");
    }, cancellationToken);

    public void Dispose()
    {
        _finder?.Dispose();
        _reader?.Dispose();
        _capturer?.Dispose();
        _one.Dispose();
    }

    private async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw new ApiException(StatusCodes.Status503ServiceUnavailable, "Too many pictures wait already: try again in a second.");
        }

        try
        {
            await _one.WaitAsync(cancellationToken);
            try
            {
                return await Task.Run(
                    () =>
                    {
                        _finder ??= new(models);
                        _reader ??= new(models);
                        return work();
                    },
                    cancellationToken);
            }
            finally
            {
                _one.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
