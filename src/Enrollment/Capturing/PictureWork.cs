using AccessKiosk.Foundation;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Enrollment.Capturing;

/// <summary>
/// The one queue in which pictures of the API, of imports and of the pages wait to be decoded and looked at: as many at once as
/// the memory allows, after the camera, and what they took is given back. Thread-safe.
/// </summary>
/// <param name="most">Most pictures at once, whatever the memory.</param>
public sealed class PictureWork(int most) : IDisposable
{
    // What a picture of 50 megapixels takes at the worst, decoded and turned, with the networks that look at it.
    private const long OfOnePicture = 700L << 20;

    // The kiosk itself.
    private const long OfTheRest = 900L << 20;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    private readonly BackgroundWork _work = new("pictures", Fitting(most, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes), ImagingLibrary.GiveBack, Idle);

    /// <summary>For the kiosk: half of the processors are left to the camera.</summary>
    public PictureWork()
        : this(Math.Max(1, Environment.ProcessorCount / 2))
    {
    }

    /// <summary>How many pictures are looked at at once.</summary>
    public int AtOnce => _work.Threads;

    /// <inheritdoc cref="BackgroundWork.RunAsync"/>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken) => _work.RunAsync(work, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _work.Dispose();

    /// <summary>How many pictures at once fit into the memory that the process may use.</summary>
    internal static int Fitting(int most, long memory) => (int)Math.Clamp((memory - OfTheRest) / OfOnePicture, 1, most);
}
