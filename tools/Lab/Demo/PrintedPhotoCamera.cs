using AccessKiosk.Enrollment;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Simulation;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Lab.Demo;

/// <summary>A camera that sees a simulated printed photo held up in an empty room; it says so in its description.</summary>
internal sealed class PrintedPhotoCamera : ICamera
{
    private const double FramesPerSecond = 25;
    private static readonly TimeSpan StillAt = TimeSpan.FromSeconds(2);

    private readonly Image _still;
    private readonly Image _room;
    private readonly PrintedPhotoClip _clip;
    private readonly int _frames;
    private long _sequence;

    private PrintedPhotoCamera(Image still, Image room, PrintedPhotoClip clip, int frames)
    {
        (_still, _room, _clip, _frames) = (still, room, clip, frames);
        Info = new(
            "simulated: a printed photo held by hand", "simulation", clip.Width, clip.Height, FramesPerSecond,
            IsLive: false, TimeSpan.FromSeconds(frames / FramesPerSecond));
    }

    /// <inheritdoc/>
    public CameraInfo Info { get; }

    /// <summary>Prints a still of a recording and holds it up in the recording's room.</summary>
    /// <param name="models">The models.</param>
    /// <param name="recording">Shows the person.</param>
    /// <param name="frames">How long the photo is held up.</param>
    /// <param name="seed">Chooses the hand's path, the tilt, the print's tone.</param>
    /// <exception cref="InputException">The recording shows nobody.</exception>
    public static PrintedPhotoCamera Open(ModelCatalogue models, string recording, int frames, int seed)
    {
        using var finder = new FaceFinder(models);
        using var camera = new CameraLoop(new() { Source = recording, Speed = PlaybackSpeed.Maximum }, TimeProvider.System);
        while (camera.Next(CancellationToken.None) is { } frame)
        {
            if (frame.Timestamp < StillAt || finder.Find(frame.Image) is not [var face, ..])
                continue;
            var still = frame.Image.Clone();
            var room = Image.Create(still.Width, still.Height);
            EmptyRoom.Make(still, face.Box, room);
            return new(still, room, new(still, face.Box, room, seed), frames);
        }

        throw new InputException($"{recording} shows nobody to print.");
    }

    /// <inheritdoc/>
    public CameraRead Read(Frame frame, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_sequence >= _frames || !_clip.Next(frame.Prepare(_clip.Width, _clip.Height)))
            return new(CameraReadKind.End);
        frame.Stamp(_sequence, TimeSpan.FromSeconds(_sequence / FramesPerSecond));
        _sequence++;
        return new(CameraReadKind.Frame);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _clip.Dispose();
        _room.Dispose();
        _still.Dispose();
    }
}
