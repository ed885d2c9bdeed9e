using AccessKiosk.Enrollment;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Simulation;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Lab.Demo;

/// <summary>
/// A recording as a mounted camera would have taken it: the empty room first, then the person. The room is made from the
/// recording's own picture, so it is simulated behind the person, and the description says so.
/// </summary>
internal sealed class RoomFirstCamera : ICamera
{
    private const double RoomFramesPerSecond = 25;

    private readonly ICamera _recording;
    private readonly Image _room;
    private readonly int _roomFrames;
    private TimeSpan? _from;
    private int _shown;
    private long _sequence;

    private RoomFirstCamera(ICamera recording, Image room, TimeSpan empty)
    {
        (_recording, _room) = (recording, room);
        _roomFrames = (int)Math.Round(empty.TotalSeconds * RoomFramesPerSecond);
        Info = recording.Info with { Description = $"{recording.Info.Description}; before it {empty.TotalSeconds:0.0} s of its room without the person, simulated" };
    }

    /// <inheritdoc/>
    public CameraInfo Info { get; }

    /// <summary>Opens a recording.</summary>
    /// <param name="models">The models.</param>
    /// <param name="recording">Shows the person.</param>
    /// <param name="empty">How long the empty room is seen before.</param>
    /// <param name="from">Where in the recording the person appears.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InputException">The recording shows nobody from there on.</exception>
    public static RoomFirstCamera Open(ModelCatalogue models, string recording, TimeSpan empty, TimeSpan from, CancellationToken cancellationToken)
    {
        using var finder = new FaceFinder(models);
        var camera = CameraFactory.Open(new() { Source = recording }, TimeProvider.System, cancellationToken);
        try
        {
            using var frame = new Frame();
            while (camera.Read(frame, cancellationToken).Kind is not CameraReadKind.End)
            {
                if (frame.Timestamp < from || finder.Find(frame.Image) is not [var face, ..])
                    continue;
                var room = Image.Create(frame.Image.Width, frame.Image.Height);
                EmptyRoom.Make(frame.Image, face.Box, room);
                return new(camera, room, empty);
            }

            throw new InputException($"{recording} shows nobody after {from.TotalSeconds:0} s.");
        }
        catch
        {
            camera.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public CameraRead Read(Frame frame, CancellationToken cancellationToken)
    {
        if (_shown < _roomFrames)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _room.CopyTo(frame.Prepare(_room.Width, _room.Height));
            frame.Stamp(_sequence++, TimeSpan.FromSeconds(_shown++ / RoomFramesPerSecond));
            return new(CameraReadKind.Frame);
        }

        var read = _recording.Read(frame, cancellationToken);
        if (read.Kind is CameraReadKind.Frame)
            frame.Stamp(_sequence++, TimeSpan.FromSeconds(_roomFrames / RoomFramesPerSecond) + frame.Timestamp - (_from ??= frame.Timestamp));
        return read;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _recording.Dispose();
        _room.Dispose();
    }
}
