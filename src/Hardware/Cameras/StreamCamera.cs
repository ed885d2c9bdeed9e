using System.ComponentModel;
using AccessKiosk.Hardware.Cameras.Streams;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Cameras;

/// <summary>
/// A stream that a decoder in a process of its own reads (FFmpeg, GStreamer). A decoder that crashes, hangs or is killed
/// ends the stream, and the caller opens it again; it never takes this process with it.
/// </summary>
internal sealed class StreamCamera : ICamera
{
    // The stall is reported first; a stream that is only slow gets the chance to go on.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly DecoderCommand _command;
    private readonly DecoderProcess _process;
    private readonly DecoderLog _log;
    private readonly FrameStream _frames;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly long _opened;
    private long _sequence;
    private CameraRead? _end;

    private StreamCamera(DecoderCommand command, DecoderProcess process, DecoderLog log, TimeSpan patience, TimeProvider time)
    {
        (_command, _process, _log, _patience, _time) = (command, process, log, patience, time);
        _frames = new(process, log, command.Framing);
        _opened = time.GetTimestamp();
        Info = new("", "", 0, 0, 0, IsLive: true, Duration: null);
    }

    /// <inheritdoc/>
    public CameraInfo Info { get; private set; }

    /// <summary>The number of the decoder's process.</summary>
    internal int ProcessId => _process.Id;

    /// <summary>Starts the decoder and waits for the first frame.</summary>
    /// <exception cref="CameraException">It cannot be started, or gives no frame in time.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static StreamCamera Open(CameraSource source, CameraOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var command = source.Backend is CameraBackend.GStreamer ? DecoderCommand.GStreamer(source.Address) : DecoderCommand.Ffmpeg(source.Address);
        var log = new DecoderLog(source.Secrets);
        var camera = new StreamCamera(command, Start(command, source, log, time), log, 2 * options.StallTimeout + Grace, time);
        try
        {
            var result = camera._frames.Begin(options.OpenTimeout, cancellationToken);
            if (result is not FrameResult.Frame)
                throw new CameraException($"{source.Display} {camera.WhyNotOpened(result, source, options.OpenTimeout)}");
            camera.Info = new(source.Display, command.Name, camera._frames.Width, camera._frames.Height, FramesPerSecond: 0, IsLive: true, Duration: null);
            return camera;
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
        ArgumentNullException.ThrowIfNull(frame);
        if (_end is { } end)
            return end;
        var result = _frames.Read(frame, _patience, cancellationToken);
        if (result is not FrameResult.Frame)
            return Ended(result);
        frame.Stamp(_sequence++, _time.GetElapsedTime(_opened));
        return new(CameraReadKind.Frame);
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private static DecoderProcess Start(DecoderCommand command, CameraSource source, DecoderLog log, TimeProvider time)
    {
        try
        {
            return DecoderProcess.Start(command, log, time);
        }
        catch (Win32Exception failure)
        {
            throw new CameraException($"{source.Display} cannot be opened: setsid, which starts {command.Name}, cannot be run ({failure.Message}); install the packages util-linux and {command.Package}.", failure);
        }
    }

    private CameraRead Ended(FrameResult result)
    {
        if (result is FrameResult.Ended)
            _process.ReadLastMessages();
        var message = result switch
        {
            FrameResult.Silent => $"it gave no picture for {_patience.TotalSeconds:0.#} s; {_command.Name} was stopped.",
            FrameResult.SizeChanged => $"its pictures have another size than {Info.Width}×{Info.Height} now; it is started again.",
            FrameResult.Garbage => $"{_command.Name} wrote something else than pictures.",
            _ => $"it gives no more pictures{Said()}.",
        };
        _end = new(CameraReadKind.End, message);
        // A hanging decoder holds the camera's only connection: it goes before the camera is opened again.
        _process.Dispose();
        return _end.Value;
    }

    private string WhyNotOpened(FrameResult result, CameraSource source, TimeSpan waited)
    {
        if (result is FrameResult.Ended)
            _process.ReadLastMessages();
        if (result is FrameResult.Silent)
            return $"did not answer within {waited.TotalSeconds:0.#} s; check that it is on and reachable, or raise Camera:OpenTimeout.";
        if (_log.Lines.Any(line => line.StartsWith("setpriv: ", StringComparison.Ordinal) || line.StartsWith("setsid: ", StringComparison.Ordinal) || line.StartsWith("sh: ", StringComparison.Ordinal)))
            return $"cannot be opened: {_command.Name} cannot be run{Said()}; install the package {_command.Package}.";
        if (_log.IsUnauthorized)
            return $"refused the user name or the password{Said()}.";
        var advice = source.Backend is CameraBackend.GStreamer
            ? "try it with gst-launch-1.0; elements it names may be missing (packages gstreamer1.0-plugins-base, -good, -bad)"
            : "check the address, the user name and password, and that the camera is on and reachable";
        return $"cannot be opened: {advice}{Said()}.";
    }

    private string Said() => _log.Complaint() is { Length: > 0 } complaint ? $" ({_command.Name}: {complaint})" : "";
}
