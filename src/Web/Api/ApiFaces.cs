using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Web.Api;

/// <summary>The faces of one picture, and its size in pixels.</summary>
internal sealed record DetectedFaces(int Width, int Height, IReadOnlyList<FaceReading> Faces);

/// <summary>The API's own networks, never those of the camera loop: loaded at the first use, for one picture at a time.</summary>
internal sealed class ApiFaces(ModelCatalogue models, QualityOptions quality, CaptureOptions captures, PictureWork work) : IDisposable
{
    // More would wait so long that their callers give up first; each holds its file in memory.
    private const int MostWaiting = 8;

    // Whoever holds an invitation leaves places to staff and programs.
    private const int MostInvited = 4;

    // A place is not held by somebody who sends a picture byte by byte.
    private static readonly TimeSpan LongestUpload = TimeSpan.FromSeconds(30);
    private static readonly float Background = new CaptureOptions().Background;

    // Large enough for a reviewer to know a face by.
    private const int PictureSize = 480;

    private readonly Lock _one = new();
    private FaceFinder? _finder;
    private FaceReader? _reader;
    private FaceCapturer? _capturer;
    private int _waiting;
    private bool _isDisposed;

    /// <summary>Every face of the picture that a request brings.</summary>
    /// <exception cref="ApiException">Too many pictures wait, or it brings none.</exception>
    /// <exception cref="ImageException">It is no picture, too large, cut off or damaged.</exception>
    public Task<DetectedFaces> DetectAsync(HttpRequest request, CancellationToken cancellationToken) => InTurnAsync(request, image => new DetectedFaces(
        image.Width, image.Height, [.. Finder.FindAll(image).Select(face => Reader.Read(image, Reader.Align(image, face)))]), cancellationToken);

    /// <summary>The embedding of the one face of the picture that a request brings.</summary>
    /// <exception cref="ApiException">There is none, or there are several; or as above.</exception>
    public Task<float[]> EmbedAsync(HttpRequest request, CancellationToken cancellationToken) => InTurnAsync(request, image =>
    {
        var faces = PortraitFaces.Find(Finder, image);
        var (count, subject) = FaceCapturer.Subject([.. faces], Background);
        if (count != 1)
            throw new ApiException(StatusCodes.Status422UnprocessableEntity, count == 0 ? "No face was found in the picture." : $"The picture shows {count} faces, but exactly one is required: crop it to the person.");
        var reading = Reader.Read(image, Reader.Align(image, faces[subject]));
        var embedding = new float[FaceEmbedder.Dimensions];
        Reader.Embed(image, reading.Points, embedding);
        return embedding;
    }, cancellationToken);

    /// <summary>A capture for a reference, of the picture that a request brings: one face, good enough.</summary>
    /// <exception cref="ApiException">It is not; the message says why.</exception>
    public Task<Capture> CaptureAsync(HttpRequest request, string origin, CancellationToken cancellationToken) => InTurnAsync(request, image =>
    {
        _capturer ??= new(models, quality, captures);
        var attempt = _capturer.Take(image, origin, takenAt: null);
        return attempt.Capture ?? throw new ApiException(StatusCodes.Status422UnprocessableEntity, $"The picture cannot be a reference: {attempt.Reason}.");
    }, cancellationToken);

    /// <summary>What the picture that a request brings is worth as a reference, and the picture itself, small, where it is worth one.</summary>
    public Task<(CaptureAttempt Attempt, byte[] Picture)> TryCaptureAsync(HttpRequest request, string origin, CancellationToken cancellationToken) => InTurnAsync(request, image =>
    {
        _capturer ??= new(models, quality, captures);
        var attempt = _capturer.Take(image, origin, takenAt: null);
        return (attempt, attempt.Capture is null ? [] : Thumbnail.Of(image, PictureSize));
    }, cancellationToken);

    /// <summary>Reads the form of a page with a picture, as one of the pictures that wait.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isInvited">Whether it is of somebody who holds an invitation, and no operator.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ApiException">Too many wait, it does not arrive, is no form, or is too large.</exception>
    public Task ReadFormAsync(HttpRequest request, bool isInvited, CancellationToken cancellationToken)
    {
        TakePlace(request.HttpContext, isInvited ? MostInvited : MostWaiting);
        return InTimeAsync(token => ImageUpload.ReadFormAsync(request, token), cancellationToken);
    }

    public void Dispose()
    {
        // The picture that is being looked at ends first.
        lock (_one)
        {
            _isDisposed = true;
            _finder?.Dispose();
            _reader?.Dispose();
            _capturer?.Dispose();
        }
    }

    private FaceFinder Finder => _finder ??= new(models);

    private FaceReader Reader => _reader ??= new(models);

    private async Task<T> InTurnAsync<T>(HttpRequest request, Func<Image, T> look, CancellationToken cancellationToken)
    {
        TakePlace(request.HttpContext, MostWaiting);
        var data = await InTimeAsync(token => ImageUpload.ReadAsync(request, token), cancellationToken);
        return await work.RunAsync(
            () =>
            {
                using var image = ImageUpload.Decode(data);
                lock (_one)
                {
                    ObjectDisposedException.ThrowIf(_isDisposed, this);
                    return look(image);
                }
            },
            cancellationToken);
    }

    // A place is taken before the picture is read, and kept until the request ends: pictures that wait are in memory.
    private void TakePlace(HttpContext context, int most)
    {
        if (context.Items.ContainsKey(this))
            return;
        if (Interlocked.Increment(ref _waiting) > most)
        {
            Interlocked.Decrement(ref _waiting);
            throw new ApiException(StatusCodes.Status503ServiceUnavailable, "Too many pictures wait already: try again in a second.");
        }

        context.Items[this] = true;
        context.Response.OnCompleted(() =>
        {
            Interlocked.Decrement(ref _waiting);
            return Task.CompletedTask;
        });
    }

    private static async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(LongestUpload);
        try
        {
            return await read(end.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ApiException(StatusCodes.Status408RequestTimeout, $"The picture did not arrive within {LongestUpload.TotalSeconds:0} seconds.");
        }
    }
}
