using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Cameras;

/// <summary>A camera whose frames are rotated or mirrored before anybody sees them. Allocates nothing per frame.</summary>
/// <param name="camera">The camera; disposed of with this.</param>
/// <param name="orientation">What is done, as an EXIF orientation, 2 to 8.</param>
internal sealed class OrientedCamera(ICamera camera, int orientation) : ICamera
{
    private const int FirstSideways = 5;

    private readonly Frame _stored = new();

    /// <inheritdoc/>
    public CameraInfo Info { get; } = orientation < FirstSideways ? camera.Info : camera.Info with { Width = camera.Info.Height, Height = camera.Info.Width };

    /// <summary>The orientation that rotates, then mirrors.</summary>
    /// <param name="degrees">0, 90, 180 or 270, clockwise.</param>
    /// <param name="mirror">Whether left and right are exchanged afterwards.</param>
    public static int Of(int degrees, bool mirror) => (degrees, mirror) switch
    {
        (90, false) => 6,
        (180, false) => 3,
        (270, false) => 8,
        (0, true) => 2,
        (90, true) => 5,
        (180, true) => 4,
        (270, true) => 7,
        _ => 1,
    };

    /// <inheritdoc/>
    public CameraRead Read(Frame frame, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var read = camera.Read(_stored, cancellationToken);
        if (read.Kind is not CameraReadKind.Frame)
            return read;
        var stored = _stored.Image;
        var upright = orientation < FirstSideways ? frame.Prepare(stored.Width, stored.Height) : frame.Prepare(stored.Height, stored.Width);
        ImageOps.Orient(stored, upright, orientation);
        frame.Stamp(_stored.Sequence, _stored.Timestamp);
        return read;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        camera.Dispose();
        _stored.Dispose();
    }
}
